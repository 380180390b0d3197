#pragma once
// The commands of a build, as pure functions: what runs in the build tree, and how docker or podman
// is told to run it.

#include "build/plan.hpp"
#include "sdk/catalog.hpp"

namespace acapctl::build {

// Exit status of a compile step that misses its tool (meson, cmake).
constexpr int tool_missing = 96;

// Compiles in the build tree, in the environment of the SDK. make is left to the Makefile; meson
// and cmake build in .acapctl/build of the tree, where the executable named appName is looked for.
std::string compile_script(Kind kind);

// The variables of the SDK's environment script, for the machine's own cross compilers.
std::map<std::string, std::string> host_environment(const sdk::Architecture& architecture);

Step mirror_step(const Plan& plan);
Step compile_in_container(const Plan& plan, const Surroundings& around,
                          const sdk::Catalog& catalog);
Step compile_on_host(const Plan& plan, const sdk::Architecture& architecture);
// docker build, create, cp and rm: the package out of the image that a Dockerfile makes.
std::vector<Step> dockerfile_steps(const Plan& plan, const sdk::Catalog& catalog);
Step pack_step(const Plan& plan);

// Where the fetch step puts packages.
std::filesystem::path fetch_directory(const Plan& plan);

} // namespace acapctl::build
