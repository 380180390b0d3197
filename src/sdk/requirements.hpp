#pragma once
// What a package needs, one thing at a time, and where that is: what judge() decides by. Pure.

#include "sdk/judgement.hpp"
#include "sdk/knowledge.hpp"

namespace acapctl::sdk {

struct SymbolNeed {
    std::string symbol;  // "GLIBC_2.34"
    std::string library; // "libc.so.6"
    std::string file;    // the member that wants it
};

struct LibraryNeed {
    std::string library; // that the device must have
    std::string file;
};

// What an AXIS OS before manifests makes of a package: it reads package.conf and no manifest.json.
enum class ConfTwin {
    none, // no package.conf for such devices is there
    part, // it leaves out some of what the manifest asks for
    whole
};

// By schemaVersion; empty: a package without manifest.json.
Requirement schema_requirement(const std::string& version, const Policies& policies,
                               ConfTwin twin = ConfTwin::none);
// Of a manifest that its schema refuses: `fault` says where and why.
Requirement manifest_requirement(const std::string& fault, const Policies& policies);
// compatibleOsVersions of a manifest of that schema.
Requirement declared_requirement(const AxisOsSet& declared, std::string_view schema,
                                 const Policies& policies);
// `place` is the field that says so.
Requirement root_requirement(const std::string& place, const Policies& policies);
Requirement signature_requirement(const Policies& policies); // of an unsigned package
// Of each library the newest version alone: whoever has that one has the older ones.
std::vector<Requirement> symbol_requirements(const std::vector<SymbolNeed>& needs,
                                             const std::string& architecture,
                                             const Knowledge& knowledge);
// Nothing: no source says that a device lacks it.
std::optional<Requirement> library_requirement(const LibraryNeed& need, const Catalog& catalog);
Requirement dlpu_requirement(const Catalog& catalog);
// Nothing: it is no larod device that belongs to some chips only.
// `place` is the field that names it.
std::optional<Requirement> larod_device_requirement(const std::string& device,
                                                    const std::string& place,
                                                    const Catalog& catalog);
// Of a package of schema 2 with a range that lacks a bound.
Requirement bounds_requirement(const Policies& policies);
// Of a program, `file`, whose stack is executable, or which may exchange times of 32 bits with a
// library of the device.
Requirement stack_requirement(const std::string& file, const Policies& policies);
Requirement time_requirement(const std::string& file, const std::string& library,
                             const Policies& policies);
// Of a project whose program is not there yet.
Requirement program_requirement(const std::string& program);
// Of the methods that give an application credentials for VAPIX.
Requirement credentials_requirement(const std::string& method, const Catalog& catalog);

// The releases of AXIS OS that the catalog's images stand for, oldest first. One of two numbers
// means all its patches, as it does where a person names it.
std::vector<AxisOs> known_releases(const Catalog& catalog);
// One for each listed chip, in the catalog's order, its AXIS OS not known.
std::vector<DeviceFacts> known_devices(const Catalog& catalog);
// Each known device with each known release: what `question` leaves open. By chip, then by AXIS OS,
// oldest first; one device if it leaves nothing open.
std::vector<DeviceFacts> devices_in_question(const DeviceFacts& question, const Catalog& catalog);

} // namespace acapctl::sdk
