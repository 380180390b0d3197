#pragma once
// Whether a package is for a device, and whether a version text is the expected one. Pure.

#include "acapctl/advice.hpp"
#include "acapctl/package.hpp"
#include "device/deploy/outcome.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace acapctl::device {

// A package for `architecture`. One that does not tell its own is given the benefit of the doubt.
bool fits(const Package& package, std::string_view architecture);

// What to do where none fits: build one for the device, if there is still an SDK for it.
void add_build_advice(std::string& hint, std::vector<Advice>& advice,
                      std::string_view architecture);

enum class VersionMatch {
    same,      // equal, up to separators and final zeros: 1.0-0 is 1.0.0
    shortened, // the device shows only the numbers in front: 1.0.0 for 1.0.0-alpha
    different
};
VersionMatch match_version(const Package& package, std::string_view shown);

// What a replacement is: upgraded, downgraded or reinstalled. Numbers are compared as
// numbers; a pre-release (1.0.0-alpha) comes before its release.
DeployOutcome::Kind replacement(std::string_view before, std::string_view after);
// The same for a package that is not sent yet. What a device may show of this very version is no
// other one.
DeployOutcome::Kind replacement(std::string_view before, const Package& after);
// Whether the vendor that a device shows is certainly another one.
bool is_by_another(const Package& package, const std::string& vendor);
// Whether it begins with a number. Else it has no order: "main", or nothing at all.
bool can_compare(std::string_view version);

} // namespace acapctl::device
