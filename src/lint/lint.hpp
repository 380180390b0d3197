#pragma once
// Lint: every rule over every path.

#include "lint/findings.hpp"
#include "manifest/schema/sdk_schemas.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace acapctl::lint {

struct Request {
    std::vector<std::filesystem::path> paths{}; // project directories, manifests, packages
    std::string axis_os{};                      // 12.11 or 12.11.72; empty: any
    std::string chip{};                         // of the catalog; empty: any
    std::string architecture{};                 // of a device whose chip is unknown; empty: any
    manifest::SdkSchemas schemas{};             // that win over the built-in table
};

struct Report {
    std::vector<Finding> findings{}; // by path, in the order of the text; ignored ones too

    std::size_t count(Severity severity) const; // of those that are not ignored
    std::size_t ignored() const;
};

// Throws usage errors for an unknown chip or a malformed version, and invalid_input for a path
// with nothing to look at. What is wrong with what is there is a finding.
Report lint(const Request& request);

} // namespace acapctl::lint
