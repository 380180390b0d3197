#pragma once
// Programs and libraries made by the distribution's cross compilers, not by the code under test.

#include <filesystem>
#include <string>
#include <vector>

namespace acapctl::samples {

extern const std::vector<std::string> triplets; // of the two ACAP architectures

// An application in `directory` as a project would pack it: the program "app", which needs
// lib/libhelper.so.1 (a symlink to libhelper.so.1.2 beside it, found by RUNPATH $ORIGIN/lib), which
// in turn needs LIBLAROD_3.0.0 of a liblarod.so.1 that the package does not bring
// (it is left in directory/device). `options` go to the linking of the program.
void build_application(const std::string& triplet, const std::filesystem::path& directory,
                       const std::vector<std::string>& options = {});

// Compiles `source` to `output`.
void compile(const std::string& triplet, const std::filesystem::path& directory,
             const std::string& source, const std::string& output,
             const std::vector<std::string>& options);

} // namespace acapctl::samples
