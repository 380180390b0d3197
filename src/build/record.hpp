#pragma once
// What the last build of a project made, one record per plan (architecture and variant). A build
// that fails has none.

#include "build/build.hpp"
#include "build/plan.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace acapctl::build {

// Where build trees and records of a project live.
std::filesystem::path own_directory(const std::filesystem::path& project);

// `built` is what came out of the plan; never empty.
void write_record(const std::filesystem::path& file, const Plan& plan,
                  const std::vector<Built>& built);

// The packages of the last build, as far as they still exist; nothing if the project was never
// built by acapctl.
std::optional<std::vector<std::filesystem::path>>
last_packages(const std::filesystem::path& project);

// The image of the last build; nothing if there was none or it used no image.
struct BuildImage {
    std::string name{};
    std::string id{}; // digest of its configuration
};
std::optional<BuildImage> last_image(const std::filesystem::path& project);

} // namespace acapctl::build
