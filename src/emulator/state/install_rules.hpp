#pragma once
// Why a device refuses a package, as far as the package and what is installed tell it.

#include "emulator/profile/profile.hpp"
#include "emulator/state/about.hpp"

#include <optional>
#include <string>
#include <vector>

namespace acapctl::emulator {

// The codes of upload.cgi and control.cgi.
enum class Code : int {
    invalid_package = 1,
    bad_signature = 2,
    too_large = 3,
    not_found = 4,
    incompatible = 5,
    running = 6,
    not_running = 7,
    unspecified = 10,
    upload_in_progress = 12,
    forbidden_user = 13,
    other_case = 14,
    other_vendor = 27,
    invalid_description = 29, // manifest.json or package.conf
};

struct Refusal {
    Code code{};
    std::string log{}; // what the device's log says about it
};

struct Rules {
    const Profile& profile;
    bool allow_unsigned = false;
    bool allow_root = false;
    std::vector<About> installed{};
};

std::optional<Refusal> refuse_package(const Package& package, const About& about,
                                      const Rules& rules);

// Compares versions by their numbers: "12" covers 12.0 to 12.x as a maximum, as the published
// ranges with `Max` 12 and 13 imply.
bool version_in_range(const std::string& version, const std::string& min, const std::string& max);

} // namespace acapctl::emulator
