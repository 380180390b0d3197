#pragma once
// The name that a person gives to a file that is written.

#include <filesystem>

namespace acapctl {

// Throws invalid_input for what is there and is no regular file (a link, a pipe, a device), whose
// place a new file would take; and for "-", which is a name like others here.
void refuse_odd_output(const std::filesystem::path& path);

} // namespace acapctl
