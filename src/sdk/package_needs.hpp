#pragma once
// From a package to what decides where it can run.

#include "package/elf_scan.hpp"
#include "sdk/compatibility.hpp"

namespace acapctl::sdk {

// What a scanned package needs. Symbol versions wanted from a library that the package brings
// itself do not count.
CompatibilityInput compatibility_input(const PackageScan& scan);

} // namespace acapctl::sdk
