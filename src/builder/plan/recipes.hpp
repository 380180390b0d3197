#pragma once
// The commands of a build, as pure functions: what runs in the build tree, and how docker or podman
// is told to run it.

#include "builder/plan/plan.hpp"
#include "sdk/catalog.hpp"

namespace acapctl::builder {

constexpr int tree_replaced = 94; // of a fetch step: what comes back is no directory
// Exit statuses of a compile step, beside those of the build system itself.
constexpr int acap_build_failed = 95;   // with Packer::sdk and both
constexpr int tool_missing = 96;        // meson, cmake
constexpr int tree_missing = 97;        // in the container, as what ran there says
constexpr int environment_missing = 98; // of the image, or it fails
constexpr int acap_build_missing = 99;  // of the image

// Compiles in the build tree, in the environment of the SDK. make is left to the Makefile; meson
// and cmake build in .acapctl/build of the tree, where the executable named appName is looked for.
// With Packer::sdk or both, acap-build then packs a copy of the tree, and what it made is put into
// .acapctl/packed: it leaves files of its own beside the sources.
std::string compile_script(const Plan& plan);

// The variables of the SDK's environment script, for the machine's own cross compilers.
std::map<std::string, std::string> host_environment(const sdk::Architecture& architecture);

Step mirror_step(const Plan& plan);
// One step where the tree is mounted; else create, send, compile, fetch and remove.
std::vector<Step> compile_in_container(const Plan& plan, const Surroundings& around,
                                       const sdk::Catalog& catalog);
// The same with another command than the compiler's; interactive: on this terminal.
std::vector<Step> command_in_container(const Plan& plan, const Surroundings& around,
                                       const sdk::Catalog& catalog,
                                       const std::vector<std::string>& command, bool interactive);
// Whether a file of the tree is there for a container that mounts it: status 0. Nothing else of the
// image runs than its shell.
Step look_in_container(const Plan& plan, const sdk::Catalog& catalog, const std::string& mark);
Step compile_in_local_sdk(const Plan& plan, const LocalSdk& local);
Step command_in_local_sdk(const Plan& plan, const LocalSdk& local,
                          const std::vector<std::string>& command);
Step compile_on_host(const Plan& plan, const sdk::Architecture& architecture);
Step command_on_host(const Plan& plan, const sdk::Architecture& architecture,
                     const std::vector<std::string>& command);
// docker build, create, cp and rm: the package out of the image that a Dockerfile makes.
std::vector<Step> dockerfile_steps(const Plan& plan, const sdk::Catalog& catalog);
Step pack_step(const Plan& plan);

// Where the fetch step puts packages.
std::filesystem::path fetch_directory(const Plan& plan);

} // namespace acapctl::builder
