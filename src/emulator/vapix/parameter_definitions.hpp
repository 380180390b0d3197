#pragma once
// The answer of param.cgi?action=listdefinitions: parameters with their types, as XML.

#include "emulator/state/parameters.hpp"

#include <string>

namespace acapctl::emulator {

std::string parameter_definitions(const ParameterTree& tree, const Profile& profile);

} // namespace acapctl::emulator
