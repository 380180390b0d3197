#include "fleet/exports.hpp"

#include "device/http/target.hpp"
#include "fleet/inventory_edit.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace acapctl::fleet {

namespace {

std::string csv_field(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + "\"";
}

std::string csv_row(std::vector<std::string> fields) {
    for (std::string& field : fields) field = csv_field(field);
    return text::join(fields, ",") + "\n";
}

// Where a value has a blank in it, a comma stands behind each: no value has one.
std::string tags_of(const InventoryDevice& device) {
    std::vector<std::string> tags;
    for (const auto& [key, value] : device.tags) tags.push_back(key + "=" + value);
    const std::string blanks = text::join(tags, " ");
    const auto between = static_cast<std::ptrdiff_t>(tags.size()) - 1;
    return std::ranges::count(blanks, ' ') <= std::max<std::ptrdiff_t>(between, 0)
               ? blanks
               : text::join(tags, ",") + ",";
}

std::string known_serial(const ExportedDevice& each) {
    return each.device.serial.empty() ? each.facts.serial : each.device.serial;
}

nlohmann::json host_variables(const ExportedDevice& each) {
    nlohmann::json variables = nlohmann::json::object();
    // Ansible's own variables say how Ansible works: a tag is none.
    for (const auto& [key, value] : each.device.tags)
        if (!key.starts_with("ansible_")) variables[key] = value;
    const device::TargetText target = device::parse_target(each.device.address);
    variables["ansible_host"] = target.host;
    if (!each.device.user.empty() || target.user)
        variables["ansible_user"] = target.user.value_or(each.device.user);
    const auto set = [&](const char* name, const std::string& value) {
        if (!value.empty()) variables[name] = value;
    };
    set("acapctl_address", each.device.address);
    set("acapctl_serial", known_serial(each));
    set("acapctl_model", each.facts.model);
    set("acapctl_architecture", each.facts.architecture);
    set("acapctl_soc", each.facts.soc.empty() ? "" : each.facts.soc.back());
    set("acapctl_axis_os", each.facts.axis_os);
    return variables;
}

} // namespace

std::string csv_of(const std::vector<ExportedDevice>& devices) {
    std::string csv = csv_row({"name", "address", "user", "groups", "tags", "serial", "model",
                               "architecture", "soc", "axisos"});
    for (const ExportedDevice& each : devices) {
        const auto& [device, facts] = each;
        csv += csv_row({device.name, device.address, device.user, text::join(device.groups, " "),
                        tags_of(device), known_serial(each), facts.model, facts.architecture,
                        facts.soc.empty() ? "" : facts.soc.back(), facts.axis_os});
    }
    return csv;
}

std::string toml_of(const std::vector<ExportedDevice>& devices) {
    std::vector<std::string> sections;
    for (const ExportedDevice& each : devices) {
        InventoryDevice device = each.device;
        device.password = {};
        device.password_command.clear();
        sections.push_back(inventory_section(device));
    }
    return text::join(sections, "\n");
}

nlohmann::json ansible_of(const std::vector<ExportedDevice>& devices) {
    nlohmann::json document{{"_meta", {{"hostvars", nlohmann::json::object()}}},
                            {"all", {{"children", {"ungrouped"}}}},
                            {"ungrouped", {{"hosts", nlohmann::json::array()}}}};
    for (const ExportedDevice& each : devices) {
        const InventoryDevice& device = each.device;
        document["_meta"]["hostvars"][device.name] = host_variables(each);
        for (const std::string& group : device.groups) {
            if (group == "_meta") continue; // the one name that Ansible keeps for itself
            if (!document.contains(group)) {
                document["all"]["children"].push_back(group);
                document[group] = {{"hosts", nlohmann::json::array()}};
            }
            document[group]["hosts"].push_back(device.name);
        }
        if (device.groups.empty()) document["ungrouped"]["hosts"].push_back(device.name);
    }
    return document;
}

} // namespace acapctl::fleet
