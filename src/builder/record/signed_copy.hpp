#pragma once
// The signed copy of a package in the record of its build: both hashes side by side.

#include <filesystem>
#include <optional>
#include <string>

namespace acapctl::builder {

// Two files that were proved to be a package and its signed copy.
struct SignedPair {
    std::filesystem::path package{}; // as it was built
    std::string sha256{};
    std::filesystem::path copy{};
    std::string copy_sha256{};
};

// Notes the copy beside that package in the record which this user wrote of its build, in the
// project that the package lies in or the current directory. The file of the record; nothing if no
// record names the package, or a build is at it just now. Throws invalid_input if it cannot be
// written.
std::optional<std::filesystem::path> record_signed(const SignedPair& pair);

} // namespace acapctl::builder
