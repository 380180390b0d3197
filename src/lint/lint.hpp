#pragma once
// Lint: every rule over every path.

#include "lint/findings.hpp"
#include "manifest/schema/sdk_schemas.hpp"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace acapctl::lint {

struct Request {
    std::vector<std::filesystem::path> paths{}; // project directories, manifests, packages
    sdk::DeviceFacts target = no_target();      // what findings must matter to
    manifest::SdkSchemas schemas{};             // that win over the built-in table
    std::stop_token stop{};
};

struct Report {
    std::vector<Finding> findings{}; // by path, in the order of the text; ignored ones too

    std::size_t count(Severity severity) const; // of those that are not ignored
    std::size_t ignored() const;
};

// Throws invalid_input for a path with nothing to look at. What is wrong with what is there is a
// finding.
Report lint(const Request& request, const sdk::Knowledge& knowledge);

} // namespace acapctl::lint
