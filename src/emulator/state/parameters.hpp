#pragma once
// The parameter tree that param.cgi shows: names without "root.", in order, with their values.

#include "emulator/profile/profile.hpp"
#include "emulator/state/about.hpp"

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
    std::string type{};   // of the axparameter grammar; may be empty
};

// As devices list them: the parameters of a group before the groups below it, both by the alphabet.
struct ParameterOrder {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const;
};
using ParameterTree = std::map<std::string, ParameterValue, ParameterOrder>;

ParameterTree parameter_tree(const Profile& profile, const std::vector<About>& applications,
                             const std::map<std::string, std::string>& changed);

// Whether a value is one that the type allows: "int:min=0;max=9", "enum:a|First,b",
// "string:maxlen=8", "bool:no,yes", after words like "hidden:". A type of another form allows
// everything.
bool fits_type(std::string_view type, std::string_view value);

// What is in one group and may be read.
ParameterTree group_of(const ParameterTree& tree, std::string_view group);

// The lines for one group ("Properties.System", "root.Properties", "root.*.Name"), or nothing if
// none matches. The prefix "root." is shown iff it was asked for.
std::string list_group(const ParameterTree& tree, std::string_view group);

} // namespace acapctl::emulator
