#pragma once
// A package's members in the JSON of the verbs that list them.

#include "acapctl/package.hpp"

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace acapctl::cli {

// Text of a package is bytes and JSON is UTF-8: what is not is replaced. Null for an empty text.
nlohmann::json json_text(const std::string& text);
nlohmann::json member_json(const Member& member); // {"path","size","mode","type"[,"link"]}
const char* type_name(MemberType type);           // "file", "directory", ...

} // namespace acapctl::cli
