#pragma once
// For which processor a program was compiled, by the first bytes of its ELF header.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace acapctl {

// e_machine of an ELF file; nothing if the file is none or cannot be read.
std::optional<std::uint16_t> elf_machine(const std::filesystem::path& file);

// aarch64 or armv7hf; empty for any other machine.
std::string architecture_of(std::uint16_t machine);
// For messages: "aarch64", "x86-64", "machine 243".
std::string machine_name(std::uint16_t machine);

// One of those a package can be built for: aarch64, armv7hf, all.
bool is_architecture(std::string_view name);

} // namespace acapctl
