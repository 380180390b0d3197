#pragma once
// Checks a manifest.json as Axis' build tool does, but tells every fault at once, each with its
// place. The rules are a table made from Axis' schemas 1.0 to 2.x; docs/sdk.md tells how sure they
// are. Safe to call from several threads at a time.

#include "acapctl/export.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace acapctl {

struct ManifestFinding {
    std::string rule{};     // stable identifier, as `acapctl explain` takes it
    bool is_error = false;  // a build refuses the manifest
    std::string path{};     // of the value: "$.acapPackageConf.setup.appName"
    std::size_t line = 0;   // from 1
    std::size_t column = 0; // from 1, in characters
    std::string message{};  // one sentence, without control characters
    std::string hint{};     // what to do; may be empty
};

struct ManifestReport {
    std::string schema{};                    // the version that was applied
    std::vector<ManifestFinding> findings{}; // in the order of the document
    bool accepted = false;                   // no finding is an error
};

// `json` is the text of a manifest. Throws Error, code "invalid-manifest", with the place, if it is
// no JSON, or larger or deeper than any manifest.
ACAPCTL_API ManifestReport check_manifest(const std::string& json);

} // namespace acapctl
