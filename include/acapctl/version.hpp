#pragma once
// The version of the library that a program runs with, which may be newer than its headers.

#include "acapctl/export.hpp"

namespace acapctl {

// "0.1.0". Until 1.0 a change of the second number may change the headers' meaning.
ACAPCTL_API const char* version();

} // namespace acapctl
