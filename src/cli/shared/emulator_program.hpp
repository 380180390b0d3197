#pragma once
// acapctl-emulator, a program of its own.

#include <filesystem>

namespace acapctl::cli {

// Beside acapctl in a build tree, below libexec when installed, else wherever PATH says. Throws
// unexpected, code "emulator-missing".
std::filesystem::path find_emulator();

} // namespace acapctl::cli
