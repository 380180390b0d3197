#pragma once
// Manifests compared by what they say.

#include <string>
#include <vector>

namespace acapctl {

enum class Change { added, removed, changed };

// A value of manifest.json: the order of keys says nothing, list entries with a name are compared
// by it, lists of plain values as sets.
struct ManifestChange {
    Change change = Change::changed;
    std::string path{};   // "$.acapPackageConf.setup.version", "$.a.paramConfig[name=Level].type"
    std::string before{}; // compact JSON, empty if added
    std::string after{};  // compact JSON, empty if removed
};

// Texts of two manifests; an empty text is a package without one.
std::vector<ManifestChange> diff_manifests(const std::string& before, const std::string& after);

} // namespace acapctl
