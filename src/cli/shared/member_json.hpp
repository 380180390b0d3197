#pragma once
// A package's members in the JSON of the verbs that list them.

#include "acapctl/package.hpp"

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::cli {

nlohmann::json member_json(const Member& member); // {"path","size","mode","type"[,"link"]}
const char* type_name(MemberType type);           // "file", "directory", ...

} // namespace acapctl::cli
