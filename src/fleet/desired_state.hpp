#pragma once
// What `acapctl apply` brings about: which applications, on which devices, how. A TOML file that a
// person wrote; docs/apply.md describes it.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace acapctl::fleet {

struct DesiredApplication {
    std::string name{};                 // as devices call it
    std::vector<std::string> devices{}; // as -t takes them
    // Where its packages come from; at most one of these, and none: it is there.
    std::vector<std::filesystem::path> packages{}; // of which each device gets the one that fits
    std::filesystem::path index{};                 // a file that names them
    std::filesystem::path build{};                 // the project whose last build made them
    std::optional<bool> running{};                 // nothing: as it is
    std::vector<std::pair<std::string, std::string>> parameters{};
    bool absent = false; // it is not to be installed
};

// In the order of the file. `file` is its name in messages; packages are named from its directory.
// Throws invalid_input that names the place.
std::vector<DesiredApplication> parse_desired_state(std::string_view text,
                                                    const std::filesystem::path& file);

// What a device has of an application.
struct ObservedApplication {
    bool installed = false;
    std::string version{};
    bool running = false;
    std::vector<std::pair<std::string, std::string>> parameters{};
};

struct Change {
    enum class Kind { remove, install, replace, set_parameter, start, stop };
    Kind kind{};
    std::string application{};
    std::string what{}; // set_parameter: its name
    std::string from{}; // empty: there is none, or a parameter has no value
    std::string to{};
    std::string package{}; // install and replace: the file

    // "+ 1.0.0", "0.9.0 -> 1.0.0", "Port: 80 -> 8080", "start"
    std::string text() const;
    const char* name() const; // of the kind, for scripts
    bool operator==(const Change&) const = default;
};

// What is to be done, in that order; nothing where all is as it should be. `version` is that of the
// package for the device, empty if the one installed is what the package has.
std::vector<Change> changes(const DesiredApplication& desired, const ObservedApplication& observed,
                            const std::string& version);

} // namespace acapctl::fleet
