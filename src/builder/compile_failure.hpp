#pragma once
// What the exit status of a compile step means.

#include "builder/plan/plan.hpp"

namespace acapctl::builder {

// Throws build_failed, or engine_unavailable if it is not the project's fault: a tool is missing,
// or the SDK image is not whole.
[[noreturn]] void throw_compile_failed(const Plan& plan, int status);

} // namespace acapctl::builder
