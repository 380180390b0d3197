#pragma once
// From a package to what decides where it can run.

#include "manifest/document.hpp"
#include "manifest/schema/validate.hpp"
#include "package/diff.hpp"
#include "package/elf_scan.hpp"
#include "sdk/compatibility.hpp"

namespace acapctl::sdk {

// What a scanned package needs. Symbol versions wanted from a library that the package brings
// itself do not count.
CompatibilityInput compatibility_input(const PackageScan& scan);

// Why its schema refuses a manifest, the first reason with its place, safe to print; empty: it does
// not, or is not known here. Of a package all is asked for that a build fills in.
std::string manifest_fault(const JsonDocument& manifest, manifest::Stage stage);

// compatibleOsVersions of a manifest as written; one that is no range at all (`{}` or a bound that
// is no version) allows everything, because nothing is known against it. Nothing: none are named.
std::optional<AxisOsSet> declared_ranges(const JsonNode& manifest);

// The library of the device with which a program or library of 32 bits may exchange times of 32
// bits; empty: none. `from_device` are those of its libraries that the device must have. The C
// library does not count: glibc keeps its functions for both.
std::string time32_partner(const ElfFacts& facts, const std::vector<std::string>& from_device);

// What an AXIS OS before manifests makes of a package, by the two that it has.
ConfTwin conf_twin(const Package& package, const JsonNode& manifest);

// How the AXIS OS versions that allow a package changed. Nothing: not at all.
std::optional<FloorChange> floor_change(const PackageScan& before, const PackageScan& after,
                                        const Knowledge& knowledge);

} // namespace acapctl::sdk
