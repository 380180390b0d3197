#pragma once
// acapctl-emulator, a program of its own.

#include <filesystem>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::cli {

// Beside acapctl in a build tree, below libexec when installed, else wherever PATH says. Throws
// unexpected, code "emulator-missing".
std::filesystem::path find_emulator();

// What it answers to `OPTION list --json`, of "--profile" and "--fault". Throws unexpected where
// that is no list.
nlohmann::json emulator_list(const std::string& option);

} // namespace acapctl::cli
