#pragma once
// What a package uses that some AXIS OS versions lack: functions and libraries that are gone, or
// that came later, and names of such. Pure.

#include "sdk/interface_uses.hpp"
#include "sdk/judgement.hpp"

#include <string>
#include <vector>

namespace acapctl::sdk {

struct InterfaceNeed {
    const Interface* interface = nullptr;
    std::string file{};               // that uses it
    std::vector<std::string> names{}; // of functions, versions or libraries: "vdo_frame_get_fd"
    // What the one judge decides by. Where it is not met: "no" for an error, else "unknown".
    Requirement need{};
};

// One for each interface and file. What counts as a note only is left out.
std::vector<InterfaceNeed> interface_needs(const InterfaceUses& uses, const InterfaceTable& table);

// Names of parameters, calls and addresses that some AXIS OS versions lack.
struct MentionedName {
    const Interface* interface = nullptr;
    std::string file{};
    std::vector<std::string> words{};
};
std::vector<MentionedName> mentioned_names(const InterfaceUses& uses, const InterfaceTable& table);

} // namespace acapctl::sdk
