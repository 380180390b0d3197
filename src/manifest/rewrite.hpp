#pragma once
// What the SDK changes in a manifest on its way into a package.

#include <string>
#include <vector>

namespace acapctl {

class JsonDocument;

struct RewriteTarget {
    std::string architecture{};    // aarch64, armv7hf or all
    std::string axis_os_version{}; // of the SDK, e.g. 12.11.72; empty: unknown
    // The newest schema of each major that the SDK carries, e.g. 1.11.0 and 2.2.0. schemaVersion is
    // raised to the one of its own major; of a major not listed it stays.
    std::vector<std::string> newest_schemas{};
};

// Fills in architecture (schema 1.3 and newer) and compatibleOsVersions[].min (schema 2). Returns
// warnings, one sentence each. Throws invalid_input if the manifest is for another architecture.
std::vector<std::string> rewrite_manifest(JsonDocument& document, const RewriteTarget& target);

} // namespace acapctl
