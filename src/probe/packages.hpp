#pragma once
// The probe's packages: those that came with this acapctl, and those that somebody names.

#include "probe/choice.hpp"

#include <filesystem>
#include <stop_token>
#include <vector>

namespace acapctl::probe {

// What those that came with acapctl are called on a device.
inline constexpr const char* own_application = "acapctl_probe";

// The files that came with this acapctl; those for programs are missing if it was built without
// cross compilers.
std::vector<std::filesystem::path> bundled_packages();
// Throws engine_unavailable, code "probe-missing", where there is none.
void require_offers(const std::vector<Offer>& offers);
// Throws as read_package does.
std::vector<Offer> read_offers(const std::vector<std::filesystem::path>& files, bool bundled,
                               const std::stop_token& stop);

} // namespace acapctl::probe
