#pragma once
// The probe under a vendor of one's own, to be signed.

#include "probe/choice.hpp"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace acapctl::probe {

// Who signs the probe as an application of their own.
struct Vendor {
    std::string name{};
    std::string id{}; // 10 hex digits, of the ACAP Signing Service or the partner's portal

    bool has_sound_id() const;
};
// Copies of the packages under that vendor, ready to be signed, in a directory for each manifest
// schema, since those of several have one file name: schema1, schema2.
std::vector<std::filesystem::path> export_packages(const std::vector<Offer>& offers,
                                                   const Vendor& vendor,
                                                   const std::filesystem::path& directory,
                                                   const std::stop_token& stop);

} // namespace acapctl::probe
