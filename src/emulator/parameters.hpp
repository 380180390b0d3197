#pragma once
// The parameter tree that param.cgi shows: names without "root.", in order, with their values.

#include "emulator/about.hpp"
#include "emulator/profile.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace acapctl::emulator {

struct ParameterValue {
    std::string value{};
    bool writable = false;
    bool readable = true; // passwords are not
};

using ParameterTree = std::map<std::string, ParameterValue>;

ParameterTree parameter_tree(const Profile& profile, const std::vector<About>& applications,
                             const std::map<std::string, std::string>& changed);

// The lines for one group ("Properties.System", "root.Properties", "root.*.Name"), or nothing if
// none matches. The prefix "root." is shown iff it was asked for.
std::string list_group(const ParameterTree& tree, std::string_view group);

} // namespace acapctl::emulator
