#pragma once
// From a manifest of schema 1 to one of schema 2, which AXIS OS 13 demands. Only what the schema
// forces is changed; what a person must decide is listed and not guessed. Source: Axis' page
// "Upgrade a manifest" and the table of fields.

#include "manifest/schema/validate.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace acapctl::manifest {

struct UpgradeAnswers {
    std::string vendor_id{};    // ten hexadecimal digits; empty: that of the manifest
    std::string last_axis_os{}; // end of compatibleOsVersions where the manifest has none: "13"
    std::string schema{};       // of major version 2; empty: the oldest that has all its fields
};

// One sentence about a place of the manifest.
struct UpgradeStep {
    std::string path{}; // "acapPackageConf.setup.vendorId"
    std::string what{};
};

struct ManifestUpgrade {
    std::string from{}; // schemaVersion as it was
    std::string to{};   // and as it is now; the same if there was nothing to do
    std::string text{}; // of the new manifest
    std::vector<UpgradeStep> changes{};
    std::vector<UpgradeStep> decisions{}; // what only its author can know
    bool needs_vendor_id = false;         // neither the manifest nor the answers have one
    Validation validation{};              // of the new text
};

// Ten hexadecimal digits.
bool is_vendor_id(std::string_view text);

// Throws invalid_input for what is no JSON or no manifest, and usage for an answer that cannot be.
ManifestUpgrade upgrade_manifest(const std::string& source, const std::string& name,
                                 const UpgradeAnswers& answers);

} // namespace acapctl::manifest
