#pragma once
// A Dockerfile that does no more than the documentation's own.

#include "builder/plan/dockerfile.hpp"

namespace acapctl::builder {

// One stage, the sources copied to /opt/app, the environment script sourced, acap-build run. What
// acap-build was told:
struct PlainRecipe {
    std::string source{};       // copied to /opt/app: "." or "app"
    std::string build_system{}; // --build: make, no-build or meson; empty: not said
    std::string manifest{};     // --manifest; empty: not said
    std::vector<std::string> additional_files{};
    std::string variant_argument{}; // as above
};

// Nothing as soon as one instruction, option or shell word is not known to be harmless.
std::optional<PlainRecipe> plain_recipe(const Dockerfile& file);

} // namespace acapctl::builder
