#include "cli/member_json.hpp"

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

// Text of a package is bytes; JSON is UTF-8.
json json_text(const std::string& text) {
    if (text.empty()) return nullptr;
    return json::parse(json(text).dump(-1, ' ', false, json::error_handler_t::replace));
}

json member_json(const Member& member) {
    json file{{"path", json_text(member.path)},
              {"size", member.size},
              {"mode", fmt::format("{:04o}", member.mode)},
              {"type", type_name(member.type)}};
    if (!member.link.empty()) file["link"] = json_text(member.link);
    return file;
}

} // namespace acapctl::cli
