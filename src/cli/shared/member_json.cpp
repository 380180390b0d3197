#include "cli/shared/member_json.hpp"

#include "support/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

using nlohmann::json;

const char* type_name(MemberType type) {
    switch (type) {
    case MemberType::file:
        return "file";
    case MemberType::directory:
        return "directory";
    case MemberType::symlink:
        return "symlink";
    case MemberType::hardlink:
        return "hardlink";
    case MemberType::other:
        break;
    }
    return "other";
}

json member_json(const Member& member) {
    json file{{"path", or_null(member.path)},
              {"size", member.size},
              {"mode", fmt::format("{:04o}", member.mode)},
              {"type", type_name(member.type)}};
    if (!member.link.empty()) file["link"] = or_null(member.link);
    return file;
}

} // namespace acapctl::cli
