#pragma once
// Temporary files and directories whose writer may be killed. Each is locked (flock) by its writer
// as long as that lives, so that a later command can tell what is left behind and remove it.

#include "support/descriptor.hpp"

#include <filesystem>
#include <string>

namespace acapctl {

struct Temporary {
    Descriptor descriptor{}; // open and locked; none: errno says why
    std::filesystem::path path{};
};

// A new one in `directory`, for our eyes only, under a name that nobody else uses; what dead
// processes of this user left there is removed first.
Temporary make_temporary_file(const std::filesystem::path& directory);
Temporary make_temporary_directory(const std::filesystem::path& directory);

// The name of such a file or directory for who makes and locks it alone.
std::string temporary_name(const std::string& distinction);

// Looked for once in a process. What belongs to others, is a link, or has a living writer stays;
// so does all of it where the file system knows no locks.
void remove_leftovers(const std::filesystem::path& directory);

} // namespace acapctl
