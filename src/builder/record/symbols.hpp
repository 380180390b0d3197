#pragma once
// The unstripped programs and libraries of a package, kept by build id where gdb looks for them:
// build/.acapctl/symbols/.build-id/ab/cdef....debug.

#include "builder/workspace/workspace.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace acapctl::builder {

struct Symbols {
    std::string member{};         // of the package
    std::string build_id{};       // lower-case hex; empty: it was linked without
    std::filesystem::path file{}; // empty: nothing unstripped was found
};

// Of every ELF file in the package. One that the project stripped is looked for, by its build id,
// in `tree` (may be empty: then only the package is searched). Of earlier builds the newest files
// stay, so that a crash of what is still installed can be read.
std::vector<Symbols> keep_symbols(const std::filesystem::path& package,
                                  const std::filesystem::path& tree, const Workspace& workspace);

} // namespace acapctl::builder
