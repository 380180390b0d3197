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
// Copies of the packages under that vendor, ready to be signed, in one directory: their names tell
// the manifest schema too, as "acapctl_probe_2_0_0_schema2_aarch64.eap". Throws invalid_input, and
// has written nothing, where a file of such a name is there: it may be one that was signed.
std::vector<std::filesystem::path> export_packages(const std::vector<Offer>& offers,
                                                   const Vendor& vendor,
                                                   const std::filesystem::path& directory,
                                                   const std::stop_token& stop);

} // namespace acapctl::probe
