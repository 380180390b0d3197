#pragma once
// The package that the SDK's own acap-build made, and how it compares to acapctl's.

#include "builder/plan/plan.hpp"

namespace acapctl::builder {

// Takes the package and its licence text into plan.output. Throws build_failed if there is none,
// or it is not this application's.
PackedPackage take_sdk_package(const Plan& plan);

// Packs as `request` says, into a directory of its own and without mending anything, and compares
// that with acap-build's package: members, their contents, modes and order, then the tar itself.
// Throws build_failed, code "packers-differ", that says what is different.
void compare_packers(const Plan& plan, PackRequest request);

} // namespace acapctl::builder
