#pragma once
// Which packages the builds of a project have made, of whatever version: a record names those of
// the last build alone. Sealed, as records are.

#include "acapctl/package.hpp"
#include "builder/workspace/workspace.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace acapctl::builder {

struct MadePackage {
    std::filesystem::path path{}; // absolute
    std::string sha256{};
    std::uint64_t size = 0; // bytes
};

// `key` of the plan that made them. Those of earlier builds that are gone are forgotten.
void remember_packages(const Workspace& workspace, const std::string& key,
                       const std::vector<PackedPackage>& packages);

// Of all plans, as far as this user wrote it here.
std::vector<MadePackage> made_packages(const Workspace& workspace);

} // namespace acapctl::builder
