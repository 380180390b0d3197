#pragma once
// The names of one architecture. A device says mips where packages say mipsisa32r2el, and a kernel
// armv7l where both say armv7hf: whoever compares architectures compares them here.

#include <string>
#include <string_view>
#include <vector>

namespace acapctl {

struct ArchitectureNames {
    std::string name{};                 // what packages for it say: "mipsisa32r2el"
    std::vector<std::string> others{};  // what devices, compilers and people say: "mips"
    std::vector<std::string> refused{}; // of these, what devices take no package by
    std::string machine{};              // of its ELF files: "mips"
    bool sdk = false;                   // an SDK of today compiles for it
};

const std::vector<ArchitectureNames>& architecture_names();
// By any of its names; nullptr for "all", "" and one that is not known.
const ArchitectureNames* find_architecture(std::string_view name);
// As packages for it say; a name that is not known stays.
std::string package_name_of(std::string_view architecture);
// Whether both name one architecture.
bool same_architecture(std::string_view left, std::string_view right);
// Whether an SDK of today compiles for it.
bool is_compiled_for(std::string_view architecture);

} // namespace acapctl
