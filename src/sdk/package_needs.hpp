#pragma once
// From a package to what decides where it can run.

#include "manifest/document.hpp"
#include "package/diff.hpp"
#include "package/elf_scan.hpp"
#include "sdk/compatibility.hpp"

namespace acapctl::sdk {

// What a scanned package needs. Symbol versions wanted from a library that the package brings
// itself do not count.
CompatibilityInput compatibility_input(const PackageScan& scan);

// compatibleOsVersions of a manifest as written; one that is no range at all (`{}` or a bound that
// is no version) allows everything, because nothing is known against it. Nothing: none are named.
std::optional<AxisOsSet> declared_ranges(const JsonNode& manifest);

// Whether a program hands 32-bit time to the device's libraries, as far as can be told.
bool has_time32(const ElfFacts& facts);

// What an AXIS OS before manifests makes of a package, by the two that it has.
ConfTwin conf_twin(const Package& package, const JsonNode& manifest);

// How the AXIS OS versions that allow a package changed. Nothing: not at all.
std::optional<FloorChange> floor_change(const PackageScan& before, const PackageScan& after,
                                        const Knowledge& knowledge);

} // namespace acapctl::sdk
