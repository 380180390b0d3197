#pragma once
// The words for where a package runs.

#include "sdk/compatibility.hpp"

namespace acapctl::sdk {

// "needs GLIBC_2.42 (lib/libfoo.so) -> AXIS OS 12.0 or later; aarch64: ARTPEC-8, ARTPEC-9, CV25".
std::string sentence(const Compatibility& compatibility);

} // namespace acapctl::sdk
