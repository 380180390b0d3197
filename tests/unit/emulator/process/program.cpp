#include "emulator/process/program.hpp"
#include "support/files.hpp"

#include "catch.hpp"

#include <cerrno>
#include <cstring>

#include <elf.h>

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

std::string elf(unsigned char kind, Elf64_Half machine) {
    std::string bytes(sizeof(Elf64_Ehdr), '\0');
    std::memcpy(bytes.data(), ELFMAG, SELFMAG);
    bytes[EI_CLASS] = static_cast<char>(kind);
    bytes[EI_DATA] = ELFDATA2LSB;
    std::memcpy(bytes.data() + offsetof(Elf64_Ehdr, e_machine), &machine, sizeof machine);
    return bytes;
}

Program examine(const std::string& bytes, const char* machine, mode_t mode = 0755) {
    const TempDir directory;
    write_file(directory.path() / "app", bytes, mode);
    return examine_program(directory.path(), "app", machine);
}

} // namespace

TEST_CASE("a device runs programs of its own architecture and scripts") {
    CHECK(examine("#!/bin/sh\n", "aarch64").kind == Program::Kind::script);
    CHECK(examine("#! /bin/sh -e\nx", "armv7l").kind == Program::Kind::script);
    for (const auto& [bytes, machine] : {std::pair{elf(ELFCLASS64, EM_X86_64), "aarch64"},
                                         {elf(ELFCLASS32, EM_ARM), "aarch64"},
                                         {elf(ELFCLASS64, EM_AARCH64), "armv7l"},
                                         {std::string("\x7f"
                                                      "ELF"),
                                          "aarch64"},
                                         {std::string("text"), "aarch64"},
                                         {std::string(), "aarch64"}}) {
        const Program program = examine(bytes, machine);
        CHECK(program.kind == Program::Kind::unrunnable);
        CHECK(program.why == std::strerror(ENOEXEC));
        CHECK_FALSE(program.our_fault);
    }
}

TEST_CASE("what cannot be executed is told as exec tells it") {
    CHECK(examine("#!/no/such/interpreter\n", "aarch64").why == std::strerror(ENOENT));
    CHECK(examine("#!\n", "aarch64").why == std::strerror(ENOENT));
    CHECK(examine("#!/bin/sh\n", "aarch64", 0644).why == std::strerror(EACCES));
    CHECK(examine_program("/", "no/such/file", "aarch64").why == std::strerror(ENOENT));
    CHECK(examine_program("/", "etc", "aarch64").why == std::strerror(EACCES));
}

TEST_CASE("a program that is a link stays in its package") {
    const TempDir directory;
    const auto package = directory.path() / "package";
    std::filesystem::create_directories(package / "bin");
    write_file(directory.path() / "outside", "#!/bin/sh\n", 0755);
    write_file(package / "bin" / "inside", "#!/bin/sh\n", 0755);
    std::filesystem::create_symlink("bin/inside", package / "inside");
    std::filesystem::create_symlink("../outside", package / "outside");
    std::filesystem::create_symlink("/bin/sh", package / "absolute");
    CHECK(examine_program(package, "inside", "aarch64").kind == Program::Kind::script);
    for (const char* name : {"outside", "absolute", "..", "../outside"})
        CHECK(examine_program(package, name, "aarch64").kind == Program::Kind::unrunnable);
}
