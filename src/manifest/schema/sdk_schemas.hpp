#pragma once
// The manifest schemas that an SDK carries, which win over the built-in table.

#include "manifest/schema/shape.hpp"

#include <map>
#include <string>
#include <vector>

namespace acapctl::manifest {

// A JSON Schema (draft-06 or 07) of one manifest version as ours. Pure. Throws invalid_input, code
// "schema-not-understood", if it is damaged or says something that a Schema cannot hold: only
// keywords that describe are passed over, and "format", which Axis' build tool does not check.
// What the build writes into a manifest is not required of its source.
Schema read_json_schema(const std::string& text, const std::string& version);

struct SdkSchemas {
    std::string sdk{};                          // where they are from, safe to print
    std::map<std::string, std::string> texts{}; // JSON Schema by version, "1.7.2"
    bool complete = true; // a version that it lacks is an error: this SDK is the one that builds

    bool empty() const { return texts.empty(); }
    std::vector<std::string> versions() const; // oldest first
    // What its build tool raises schemaVersion to: the newest of each major version. Nothing of
    // SDKs without schema 2: their tool leaves it alone.
    std::vector<std::string> raised_to() const;
};

} // namespace acapctl::manifest
