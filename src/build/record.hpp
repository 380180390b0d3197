#pragma once
// What the last build of a project made and from what, one record per plan (architecture and
// variant). A build that fails has none. docs/build.md describes the document.

#include "build/build.hpp"
#include "build/inputs.hpp"
#include "build/plan.hpp"
#include "build/symbols.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace acapctl::build {

// Where build trees and records of a project live.
std::filesystem::path own_directory(const std::filesystem::path& project);
// The record of a plan.
std::filesystem::path record_file(const Plan& plan);

// How the packages came about; `inputs` is empty if they changed while they were built.
struct Making {
    std::optional<Inputs> inputs{};
    Sources sources{};
    std::vector<std::string> warnings{}; // to be repeated when the package is up to date
    std::vector<Symbols> symbols{};
    std::filesystem::path log{};
    std::string git{}; // describe; empty: not known
};

// `built` is what came out of the plan; never empty.
void write_record(const std::filesystem::path& file, const Plan& plan,
                  const std::vector<Built>& built, const Making& making = {});

// What a record says of its plan. Nothing if it is damaged or of an older acapctl.
struct Recorded {
    Inputs inputs{};
    std::vector<Built> built{};
    std::vector<std::string> warnings{};
};
std::optional<Recorded> read_record(const Plan& plan);

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
