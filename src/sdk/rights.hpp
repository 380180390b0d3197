#pragma once
// Rights that a manifest of schema 2 must ask for, by what the programs use; and those it asks for
// that nothing seems to use. Pure.

#include "sdk/interface_uses.hpp"
#include "sdk/judgement.hpp"

#include <string>
#include <vector>

namespace acapctl::sdk {

// What a manifest asks for.
struct AskedRights {
    bool decides = false;     // schema 2: what is not asked for is not given
    bool static_user = false; // which has rights of its own
    std::vector<std::string> groups{};
    std::vector<std::string> methods{};   // of D-Bus, required or conditional
    std::vector<std::string> resources{}; // enabled ones
};
AskedRights asked_rights(const JsonNode& manifest);

struct MissingRight {
    const Right* right = nullptr;
    std::string file{}; // where its use is seen
    std::string by{};   // "links libOpenCL.so.1", safe to print
    bool certain = true;
    Weight weight = Weight::note;

    // "it links libOpenCL.so.1 and needs group 'gpu', for which the manifest does not ask"
    std::string sentence(const std::string& manifest = "the manifest") const;
    std::string place() const; // in the manifest: "resources.linux.user.groups"
};

// Of each thing to ask for the gravest finding.
std::vector<MissingRight> missing_rights(const InterfaceUses& uses, const AskedRights& asked,
                                         const InterfaceTable& table);

struct UnusedRight {
    std::string name{}; // "group 'gpu'", safe to print
    std::string path{}; // of its list or object in the manifest
};
// Nothing without a compiled program: what scripts use cannot be told.
std::vector<UnusedRight> unused_rights(const InterfaceUses& uses, const AskedRights& asked,
                                       const InterfaceTable& table);

// An application without a right installs and starts; what needs it fails. Hence conditions.
std::vector<Requirement> right_requirements(const InterfaceUses& uses, const AskedRights& asked,
                                            const InterfaceTable& table);

} // namespace acapctl::sdk
