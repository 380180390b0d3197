#pragma once
// The parts of the planner; for plan_*.cpp and plan.cpp alone.

#include "builder/plan/plan.hpp"
#include "sdk/choice.hpp"

namespace acapctl::builder {

// How the executable comes about, and why.
struct Method {
    Kind kind = Kind::none;
    std::string reason{};
    std::optional<PlainRecipe> recipe{}; // of a Dockerfile that is not needed
    std::vector<Notice> warnings{};
};
Method choose_method(const Project& project, const Request& request);

// What the project file says of a variant.
ProjectFile::Variant settings_of(const Project& project, const std::string& variant);

// What every part goes by.
struct Question {
    const Project& project;
    const Request& request;
    const Surroundings& around;
    const sdk::Catalog& catalog;
    Method method;

    bool uses_dockerfile() const { return method.kind == Kind::dockerfile; }
    ProjectFile::Variant settings_of(const std::string& variant) const {
        return builder::settings_of(project, variant);
    }
    const ManifestFile& manifest_of(const std::string& variant) const;
};

struct Target {
    std::string variant{};
    std::string architecture{}; // aarch64, armv7hf or all
    std::string chip{};         // may be empty
    bool by_default = false;    // nobody chose the architecture
};
std::vector<Target> choose_targets(const Question& question);

// The name of an SDK image: REPOSITORY:VERSION-ARCHITECTURE-ubuntuRELEASE.
struct SdkReference {
    std::string image{}; // all of it
    std::string repository{};
    std::string version{}; // may be empty: an argument without a default
    std::string architecture{};
};
std::optional<SdkReference> parse_reference(const std::string& image);

// Fills in sdk, image and axis_os: those asked for, else those the project's Dockerfile names, else
// the newest for the chip and for the device that waits.
void choose_sdk(const Question& question, Plan& plan);
// The SDK asked for, by option or project file, and why that one; nothing: none. The chip may be
// empty.
std::optional<sdk::Choice> asked_sdk(const Project& project, const Request& request,
                                     const std::string& chip, const sdk::Catalog& catalog);
// What is to be said of plan.sdk: what Axis advises against, and that the device is not served.
void add_sdk_warnings(const Question& question, Plan& plan);
// The architecture in the name of the base image; empty if that is no SDK image.
std::string architecture_of_base(const Question& question);

// Fills in what `docker build` is told: file, arguments, target, tag.
void choose_image_build(const Question& question, Plan& plan);
// Arguments the user gave, by option or in the project file.
Arguments given_arguments(const Project& project, const Request& request,
                          const std::string& variant);
std::string dockerfile_target(const Project& project, const Request& request);

} // namespace acapctl::builder
