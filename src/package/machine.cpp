#include "package/machine.hpp"

#include <array>
#include <fstream>

#include <elf.h>
#include <fmt/format.h>

namespace acapctl {

std::optional<std::uint16_t> elf_machine(const std::filesystem::path& file) {
    std::array<unsigned char, 20> head{};
    std::ifstream stream(file, std::ios::binary);
    stream.read(reinterpret_cast<char*>(head.data()), head.size());
    if (!stream || !std::string_view(reinterpret_cast<const char*>(head.data()), 4)
                        .starts_with(std::string_view(ELFMAG, SELFMAG)))
        return std::nullopt;
    const bool big_endian = head[EI_DATA] == ELFDATA2MSB;
    const unsigned first = head[18];
    const unsigned second = head[19];
    return static_cast<std::uint16_t>(big_endian ? first << 8U | second : second << 8U | first);
}

std::string architecture_of(std::uint16_t machine) {
    return machine == EM_AARCH64 ? "aarch64" : machine == EM_ARM ? "armv7hf" : "";
}

std::string machine_name(std::uint16_t machine) {
    if (const std::string name = architecture_of(machine); !name.empty()) return name;
    switch (machine) {
    case EM_X86_64:
        return "x86-64";
    case EM_386:
        return "i386";
    case EM_MIPS:
        return "mips";
    case EM_RISCV:
        return "riscv";
    default:
        return fmt::format("machine {}", machine);
    }
}

bool is_architecture(std::string_view name) {
    return name == "aarch64" || name == "armv7hf" || name == "all";
}

} // namespace acapctl
