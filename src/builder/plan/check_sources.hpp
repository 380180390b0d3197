#pragma once
// What a packer would refuse after the compiler has run, as far as the sources tell it before.

#include "builder/plan/plan.hpp"

namespace acapctl::builder {

// Throws invalid_input, with the place among the sources, for a manifest that cannot be read and
// for a file to be packed that leads out of the project or is no file. One that is not there may be
// made by the compiler. Of a project whose Dockerfile is built only a manifest that nothing
// completes is judged.
void check_sources(const Plan& plan);

} // namespace acapctl::builder
