// param.cgi: errors are text in HTTP 200, and may stand between good lines of the same reply.
#include "emulator/state/device.hpp"
#include "emulator/state/parameters.hpp"
#include "emulator/support/guard.hpp"
#include "emulator/vapix/cgi.hpp"
#include "emulator/vapix/parameter_definitions.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::emulator {

namespace {

constexpr std::size_t groups_limit = 200; // of one request

ParameterTree tree_of(Device& device) {
    return parameter_tree(device.profile(), device.applications().abouts(),
                          device.settings().parameters());
}

Reply list(Device& device, const Request& request) {
    const ParameterTree tree = tree_of(device);
    const std::string groups = value_of(request, "group");
    if (groups.empty()) return {.body = list_group(tree, "root")};
    Reply reply;
    auto names = text::split(groups, ',');
    names.resize(std::min(names.size(), groups_limit)); // each may be the whole tree
    for (const std::string& group : names) {
        const std::string lines = list_group(tree, group);
        reply.body += lines.empty()
                          ? fmt::format("# Error: Error -1 getting param in group '{}'\n", group)
                          : lines;
    }
    return reply;
}

Reply list_definitions(Device& device, const Request& request) {
    const std::string group = value_of(request, "group");
    const auto part = group_of(tree_of(device), group.empty() ? "root" : group);
    return {.type = "text/xml", .body = parameter_definitions(part, device.profile())};
}

// Operators read parameters, administrators write them.
Reply update_parameters(Device& device, const Request& request) {
    if (auto refused = device.access().refuse(request, Role::administer)) return *refused;
    const ParameterTree tree = tree_of(device);
    std::string errors;
    for (const auto& [name, value] : request.fields) {
        if (name == "action" || name == "usergroup" || name == "responseformat") continue;
        const std::string plain = name.starts_with("root.") ? name.substr(5) : name;
        const auto known = tree.find(plain);
        const bool allowed =
            known != tree.end() && known->second.writable && fits_type(known->second.type, value);
        // Named once more for clang, which lets no lambda capture a structured binding in C++20.
        if (!allowed ||
            !guarded([&, &value = value] { device.settings().set_parameter(plain, value); }))
            errors += fmt::format("# Error: Error setting '{}' to '{}'!\n", name, value);
    }
    return {.body = errors.empty() ? "OK" : errors};
}

} // namespace

Reply param_cgi(Device& device, const Request& request) {
    const std::string action = value_of(request, "action");
    if (action == "list") return list(device, request);
    if (action == "listdefinitions") return list_definitions(device, request);
    if (action == "update") return update_parameters(device, request);
    return {.body = "# Error: unknown action\n"};
}

} // namespace acapctl::emulator
