#pragma once
// Checks a manifest against the table of fields: every finding at once, each with its place and
// the rule in words. Accepts what Axis' build tool accepts and refuses what it refuses.

#include "manifest/document.hpp"
#include "manifest/schema/sdk_schemas.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace acapctl::manifest {

enum class Severity { warning, error };

struct Finding {
    std::string rule{}; // kebab-case identifier: "manifest-unknown-field"
    Severity severity = Severity::error;
    std::string path{};     // of the value, "$.acapPackageConf.setup.appName"
    std::size_t offset = 0; // in the document, for its position()
    std::string message{};  // one sentence without a final full stop, safe to print
    std::string hint{};     // what to do; may be empty
};

struct Validation {
    std::string schema{};            // the version that was applied
    std::vector<Finding> findings{}; // in the order of the document

    bool of_sdk = false; // by the SDK's own schema

    bool accepted() const;
};

// A manifest as the developer writes it, or as it is found in a package, where the build has filled
// in the architecture.
enum class Stage { source, package };

// `version` applies that schema whatever the manifest says. Otherwise schemaVersion chooses it; a
// schemaVersion newer than every known schema is checked against the newest of its major version,
// and then every finding is a warning.
//
// The schemas of `sdk`, if there are any, win: one that it has is applied alone, one that it lacks
// is an error as it is to its build tool, and one of its that cannot be understood is a warning and
// the table is applied.
Validation validate(const JsonDocument& document, Stage stage = Stage::source,
                    const std::optional<std::string>& version = {}, const SdkSchemas& sdk = {});

// Takes away an architecture that is empty or a placeholder for what the build puts there: of a
// project's manifest, it counts as absent.
void drop_placeholder(JsonDocument& document);

// The same for a build, which goes no further with a manifest that is refused: throws
// invalid_input, code "invalid-manifest", with every error and its place. Returns the warnings, a
// sentence with its place each. A placeholder for the architecture, which the build replaces,
// counts as absent.
std::vector<std::string> require_valid(const JsonDocument& source, const SdkSchemas& sdk = {});

} // namespace acapctl::manifest
