#pragma once
// An SDK whose files are on this machine. Its compiler is not among them: the SDK's image has the
// cross compiler of its distribution, and so must this machine.

#include "builder/engines/engine.hpp"

namespace acapctl::builder {

std::unique_ptr<Engine> make_local_engine();

} // namespace acapctl::builder
