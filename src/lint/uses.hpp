#pragma once
// What a subject uses of AXIS OS, as the sdk's judges take it.

#include "lint/subject.hpp"
#include "sdk/interface_uses.hpp"

namespace acapctl::lint {

// With the Makefile of a project; runOptions are left to who knows which manifest counts.
sdk::InterfaceUses uses_of(const Subject& subject);

} // namespace acapctl::lint
