#include "emulator/process/program.hpp"

#include "support/beneath.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <cerrno>
#include <cstring>

#include <elf.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace acapctl::emulator {

namespace {

namespace fs = std::filesystem;

bool is_arm64(std::string_view machine) {
    return machine == "aarch64";
}

std::string host_machine() {
    utsname name{};
    ::uname(&name);
    return name.machine;
}

// The architecture of a little-endian ELF header as uname says it, or empty.
std::string elf_machine(std::string_view head) {
    if (head.size() < sizeof(Elf32_Ehdr) || !head.starts_with(ELFMAG) ||
        head[EI_DATA] != ELFDATA2LSB)
        return {};
    Elf32_Half machine = 0; // at the same place in both classes
    std::memcpy(&machine, head.data() + offsetof(Elf32_Ehdr, e_machine), sizeof machine);
    switch (machine) {
    case EM_AARCH64:
        return "aarch64";
    case EM_ARM:
        return "armv7l";
    case EM_X86_64:
        return "x86_64";
    default:
        return "unknown";
    }
}

// Whether a program header names an interpreter; read from the first bytes alone, where linkers
// put those headers.
template <typename Header, typename Segment>
bool names_loader(std::string_view head) {
    Header header;
    if (head.size() < sizeof header) return false;
    std::memcpy(&header, head.data(), sizeof header);
    for (std::size_t i = 0; i < header.e_phnum; ++i) {
        const std::size_t at = header.e_phoff + i * sizeof(Segment);
        if (at > head.size() || head.size() - at < sizeof(Segment)) return false;
        Segment segment;
        std::memcpy(&segment, head.data() + at, sizeof segment);
        if (segment.p_type == PT_INTERP) return true;
    }
    return false;
}

Program unrunnable(int error) {
    return {.kind = Program::Kind::unrunnable, .why = std::strerror(error)};
}

Program examine_script(std::string_view head) {
    std::string_view line = head.substr(2, head.find('\n') - 2);
    const auto words = text::split(text::trim(line), ' ');
    const std::string interpreter = words.empty() ? std::string() : words.front();
    struct stat status {};
    if (interpreter.empty() || ::stat(interpreter.c_str(), &status) != 0) return unrunnable(ENOENT);
    return {.kind = Program::Kind::script};
}

Program examine_elf(std::string_view head, const std::string& machine, std::string_view device) {
    if (machine != device) return unrunnable(ENOEXEC);
    Program program{.kind =
                        machine == host_machine() ? Program::Kind::native : Program::Kind::foreign};
    program.dynamic = head[EI_CLASS] == ELFCLASS64 ? names_loader<Elf64_Ehdr, Elf64_Phdr>(head)
                                                   : names_loader<Elf32_Ehdr, Elf32_Phdr>(head);
    if (program.kind == Program::Kind::native) return program;
    if (find_qemu(device).empty())
        return {.why = "qemu-user-static is not installed on the emulator's machine",
                .our_fault = true};
    if (program.dynamic && find_sysroot(device).empty())
        return {.why = "the C library for this architecture (libc6-" +
                       std::string(is_arm64(device) ? "arm64" : "armhf") +
                       "-cross) is not installed on the emulator's machine",
                .our_fault = true};
    return program;
}

} // namespace

Program examine_program(const fs::path& package, const std::string& name,
                        std::string_view machine) {
    const Descriptor file = open_inside(package, name);
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) != 0) return unrunnable(errno);
    if (!S_ISREG(status.st_mode) || (status.st_mode & 0111U) == 0) return unrunnable(EACCES);
    std::string head(4096, '\0');
    const ssize_t size = ::pread(file.get(), head.data(), head.size(), 0);
    if (size < 0) return unrunnable(errno);
    head.resize(static_cast<std::size_t>(size));
    if (head.starts_with("#!")) return examine_script(head);
    const std::string found = elf_machine(head);
    if (found.empty()) return unrunnable(ENOEXEC);
    return examine_elf(head, found, machine);
}

std::string find_qemu(std::string_view machine) {
    const std::string name = is_arm64(machine) ? "qemu-aarch64" : "qemu-arm";
    for (const std::string& candidate : {name + "-static", name})
        if (const auto path = find_program(candidate)) return path->string();
    return {};
}

std::string find_sysroot(std::string_view machine) {
    const char* path = is_arm64(machine) ? "/usr/aarch64-linux-gnu" : "/usr/arm-linux-gnueabihf";
    return fs::is_directory(path) ? path : "";
}

} // namespace acapctl::emulator
