#pragma once
// Which SDK.

#include "builder/plan/question.hpp"
#include "sdk/choice.hpp"

namespace acapctl::builder {

// The name of an SDK image: REPOSITORY:VERSION-ARCHITECTURE-ubuntuRELEASE[@DIGEST].
struct SdkReference {
    std::string image{}; // all of it
    std::string repository{};
    std::string version{}; // may be empty: an argument without a default
    std::string architecture{};
    std::string digest{}; // "sha256:..." of the very image; empty: whatever has the name
};
std::optional<SdkReference> parse_reference(const std::string& image);

struct ChosenSdk {
    PlannedSdk sdk{};
    std::string image{}; // empty: not known, as a Dockerfile's may be
};
// The SDK asked for, else the one that the project's Dockerfile names, else the newest for the chip
// and for the device that waits. Of a plan that knows its architecture and chip; what is to be said
// of the choice is added to its warnings.
ChosenSdk choose_sdk(const Question& question, Plan& plan);
// The SDK asked for, by option or project file, and why that one; nothing: none. The chip may be
// empty.
std::optional<sdk::Choice> asked_sdk(const Project& project, const Request& request,
                                     const std::string& chip, const sdk::Catalog& catalog);
// What is to be said of plan.sdk: what Axis advises against, and that the device is not served.
void add_sdk_warnings(const Question& question, Plan& plan);
// The architecture in the name of the base image; empty if that is no SDK image.
std::string architecture_of_base(const Question& question);

} // namespace acapctl::builder
