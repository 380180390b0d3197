// Changing the inventory's text without touching what a person wrote around it: the edit is made by
// lines, then both texts are parsed to see that nothing else has changed.
#include "fleet/inventory_edit.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/private_files.hpp"
#include "support/text.hpp"
#include "support/toml.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <sstream>

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

std::string toml_text(const std::string& text) {
    std::ostringstream out;
    out << toml::value<std::string>(text);
    return out.str();
}

std::string toml_list(const std::vector<std::string>& texts) {
    std::vector<std::string> parts;
    for (const std::string& text : texts) parts.push_back(toml_text(text));
    return "[" + text::join(parts, ", ") + "]";
}

// A key that needs no quotes is made of letters, digits, '_' and '-'; ours have '.' besides.
std::string toml_key(const std::string& key) {
    return key.find('.') == std::string::npos ? key : "\"" + key + "\"";
}

std::string toml_tags(const std::map<std::string, std::string>& tags) {
    std::vector<std::string> parts;
    for (const auto& [key, value] : tags) parts.push_back(toml_key(key) + " = " + toml_text(value));
    return "{ " + text::join(parts, ", ") + " }";
}

// Everything about every device, to compare; never shown.
std::vector<std::string> sections(const Inventory& inventory, const std::set<std::string>& except) {
    std::vector<std::string> result;
    for (const InventoryDevice& device : inventory.devices)
        if (!except.contains(device.name)) result.push_back(inventory_section(device));
    return result;
}

[[noreturn]] void by_hand(std::string_view what) {
    throw_invalid(fmt::format("the inventory is written in a way that acapctl cannot edit: {}",
                              text::visible(what)),
                  fmt::format("edit {} by hand", text::visible(inventory_file().string())));
}

Inventory parsed(const std::string& toml) {
    return parse_inventory(toml, inventory_file().string());
}

// The text after the edit, if it is an inventory with that default and, but for the devices that
// were edited, the same devices.
std::string checked(const Inventory& before, std::string after,
                    const std::vector<std::string>& edited, std::string_view chosen) {
    const std::string what = edited.empty() ? "default" : text::some_of(edited);
    Inventory now;
    try {
        now = parsed(after);
    } catch (const Error&) {
        by_hand(what);
    }
    const std::set<std::string> except(edited.begin(), edited.end());
    if (sections(before, except) != sections(now, except) || now.default_device != chosen)
        by_hand(what);
    return after;
}

// Lines with their ends, so that joining them gives the text again.
std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find('\n', start), text.size() - 1);
        lines.push_back(text.substr(start, end - start + 1));
        start = end + 1;
    }
    return lines;
}

bool is_header(const std::string& line) {
    return text::trim(line).starts_with('[');
}

} // namespace

std::string inventory_section(const InventoryDevice& device) {
    std::string text = fmt::format("[devices.{}]\n", toml_key(device.name));
    text += fmt::format("address = {}\n", toml_text(device.address));
    if (!device.user.empty()) text += fmt::format("user = {}\n", toml_text(device.user));
    if (!device.groups.empty()) text += fmt::format("groups = {}\n", toml_list(device.groups));
    if (!device.tags.empty()) text += fmt::format("tags = {}\n", toml_tags(device.tags));
    if (!device.serial.empty()) text += fmt::format("serial = {}\n", toml_text(device.serial));
    if (!device.password_command.empty())
        text += fmt::format("password_command = {}\n", toml_list(device.password_command));
    if (!device.client_certificate.empty())
        text += fmt::format("client_cert = {}\n", toml_text(device.client_certificate));
    if (!device.client_key.empty())
        text += fmt::format("client_key = {}\n", toml_text(device.client_key));
    if (!device.password.empty())
        text += fmt::format("password = {}\n", toml_text(device.password.reveal()));
    return text;
}

std::string with_device(const std::string& toml, const InventoryDevice& device) {
    return with_devices(toml, {device});
}

std::string with_devices(const std::string& toml, const std::vector<InventoryDevice>& devices) {
    const Inventory before = parsed(toml);
    std::string result = toml;
    std::vector<std::string> names;
    for (const InventoryDevice& device : devices) {
        check_name(device.name, "device");
        for (const std::string& group : device.groups) check_name(group, "group");
        for (const auto& [key, value] : device.tags) check_tag(key, value);
        if (!result.empty() && result.back() != '\n') result += '\n';
        if (!result.empty()) result += '\n';
        result += inventory_section(device);
        names.push_back(device.name);
    }
    return checked(before, std::move(result), names, before.default_device);
}

std::string without_device(const std::string& toml, const std::string& name) {
    return without_devices(toml, {name});
}

std::string without_devices(const std::string& toml, const std::vector<std::string>& names) {
    const Inventory before = parsed(toml);
    if (!before.default_device.empty() && text::contains(names, before.default_device))
        return without_devices(with_default(toml, ""), names);
    const toml::table table = parse_toml(toml, inventory_file().string());
    std::vector<std::string> lines = lines_of(toml);
    std::vector<std::size_t> places;
    for (const std::string& name : names) {
        const toml::node* node = table["devices"][name].node();
        if (node == nullptr || !node->is_table() || node->as_table()->is_inline()) by_hand(name);
        places.push_back(node->source().begin.line - 1);
        if (places.back() >= lines.size() || !is_header(lines[places.back()])) by_hand(name);
    }
    std::ranges::sort(places, std::greater<>()); // from the end, so that the others stay in place
    for (const std::size_t place : places) {
        auto end = lines.begin() + static_cast<std::ptrdiff_t>(place) + 1;
        while (end != lines.end() && !is_header(*end)) ++end;
        // A comment that stands directly above the next device belongs to it.
        while (end != lines.end() && text::trim(*(end - 1)).starts_with('#')) --end;
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(place), end);
    }
    return checked(before, text::join(lines, ""), names, before.default_device);
}

std::string with_default(const std::string& toml, std::string_view name) {
    const Inventory before = parsed(toml);
    std::vector<std::string> lines = lines_of(toml);
    const toml::table table = parse_toml(toml, inventory_file().string());
    if (const toml::node* old = table.get("default")) {
        const std::size_t line = old->source().begin.line - 1;
        if (line >= lines.size() || !text::trim(lines[line]).starts_with("default"))
            by_hand("default");
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(line));
    }
    std::string result = text::join(lines, "");
    if (!name.empty())
        result = fmt::format("default = {}\n{}", toml_text(std::string(name)), result);
    return checked(before, std::move(result), {}, name);
}

void edit_inventory(const std::filesystem::path& file,
                    const std::function<std::string(const std::string& toml)>& edit) {
    make_private_directory(file.parent_path());
    std::error_code missing;
    const auto real = std::filesystem::canonical(file, missing); // a link stays a link
    const std::filesystem::path& place = missing ? file : real;
    const FileLock lock(place);
    const std::string before = read_private_file(place, Privacy::ours).value_or("");
    const std::string after = edit(before);
    parse_inventory(after, file.string());
    write_file(place, after, 0600, Durability::flushed);
}

} // namespace acapctl::fleet
