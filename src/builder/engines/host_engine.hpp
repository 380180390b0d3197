#pragma once
// The machine's own cross compilers, for projects that need only libc: the embedded choice where
// no engine and no SDK image exist. The variables are those of the SDK's environment script.

#include "builder/engines/engine.hpp"

namespace acapctl::builder {

std::unique_ptr<Engine> make_host_engine();

} // namespace acapctl::builder
