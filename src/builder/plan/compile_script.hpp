#pragma once
// What the shell of the SDK runs in the build tree, and what its exit status says.

#include "builder/plan/plan.hpp"

namespace acapctl::builder {

// Of an engine, and of no program: the user of the container may not write to the tree. So it is
// where the engine has ids of its own: one without root, with a user namespace, or podman called
// docker.
constexpr int tree_not_writable = 1000;
constexpr int tree_replaced = 94; // of a fetch step: what comes back is no directory
// The same as what ran there says, which counts where nobody reads its lines, and not by itself:
// any program may end so.
constexpr int tree_seems_not_writable = 93;
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

// In front of it: puts ccache before CC and CXX, if the plan says so, where there is a ccache and a
// place it may write to. `lack` is said where there is none.
std::string enter_ccache(const Plan& plan, std::string_view lack);

} // namespace acapctl::builder
