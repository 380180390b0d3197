#pragma once
// What a user has settled for good, in config.toml beside the inventory. An option wins over the
// environment, and the environment over this.

#include "signing/service.hpp"

#include <filesystem>
#include <string>

namespace acapctl::cli {

struct Settings {
    std::string color{}; // auto, always or never; empty: auto
    signing::Service sign{};
    std::string engine{}; // for `build`, `run` and `shell`, as --engine takes it; empty: auto
};

// Defaults if there is no such file. Throws invalid_input with the place for what is no TOML, for a
// key that is not known, and for a value that its option would refuse.
Settings read_settings(const std::filesystem::path& file);
std::filesystem::path settings_file(); // config.toml in config_directory()

} // namespace acapctl::cli
