#include "fleet/inventory.hpp"

#include "acapctl/error.hpp"
#include "device/http/target.hpp"
#include "fleet/selector.hpp"
#include "support/ascii.hpp"
#include "support/environment.hpp"
#include "support/files.hpp"
#include "support/private_files.hpp"
#include "support/text.hpp"
#include "support/toml_reader.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

// What stands in a key of the inventory is not empty.
std::string filled(const TomlReader& reader, const toml::node& node, std::string_view what) {
    std::string value = reader.string(node, what);
    if (value.empty()) reader.refuse(node, text::visible(what) + " is empty");
    return value;
}

// One device of the inventory, which has the section [devices.NAME].
class DeviceReader {
  public:
    DeviceReader(const TomlReader& toml, std::string name)
        : toml_(toml), device_{.name = std::move(name)} {}

    InventoryDevice read(const toml::node& node) {
        const std::string section = "devices." + device_.name;
        const toml::table& table = toml_.table(node, section);
        toml_.checked(node, [&] { check_name(device_.name, "device"); });
        toml_.keys(
            table, section,
            {{"address", [&](const toml::node& value) { read_address(value); }},
             {"user", [&](const toml::node& value) { device_.user = text(value, "user"); }},
             {"groups", [&](const toml::node& value) { read_groups(value); }},
             {"tags", [&](const toml::node& value) { read_tags(value); }},
             {"serial", [&](const toml::node& value) { read_serial(value); }},
             {"password_command", [&](const toml::node& value) { read_command(value); }},
             {"client_cert",
              [&](const toml::node& value) {
                  device_.client_certificate = text(value, "client_cert");
              }},
             {"client_key",
              [&](const toml::node& value) { device_.client_key = text(value, "client_key"); }},
             {"password", [&](const toml::node& value) {
                  device_.password = Secret(text(value, "password"));
              }}});
        if (!device_.client_key.empty() && device_.client_certificate.empty())
            toml_.refuse(node, key("client_key") + " has no client_cert beside it");
        if (device_.address.empty())
            toml_.refuse(node, fmt::format("device '{}' has no address", device_.name),
                         R"(add address = "192.168.0.90" or "https://...")");
        return std::move(device_);
    }

  private:
    std::string key(const char* name) const {
        return fmt::format("devices.{}.{}", device_.name, name);
    }

    std::string text(const toml::node& node, const char* name) const {
        return filled(toml_, node, key(name));
    }

    std::vector<std::string> texts(const toml::node& node, const char* name) const {
        std::vector<std::string> values = toml_.strings(node, key(name));
        if (values.empty() || text::contains(values, ""))
            toml_.refuse(node, key(name) + " is empty, or has an empty text in it");
        return values;
    }

    void read_address(const toml::node& node) {
        device_.address = text(node, "address");
        toml_.checked(node, [&] { device::parse_target(device_.address); });
    }

    void read_groups(const toml::node& node) {
        device_.groups = texts(node, "groups");
        for (const std::string& group : device_.groups)
            toml_.checked(node, [&] { check_name(group, "group"); });
    }

    void read_tags(const toml::node& node) {
        for (const auto& [name, value] : toml_.table(node, key("tags"))) {
            const std::string tag(name.str());
            const std::string text = toml_.string(value, key("tags") + "." + tag);
            toml_.checked(value, [&] { check_tag(tag, text); });
            device_.tags[tag] = text;
        }
    }

    void read_serial(const toml::node& node) {
        device_.serial = serial_of(text(node, "serial"));
        if (device_.serial.empty())
            toml_.refuse(node, key("serial") + " is no serial number",
                         "it has 12 hexadecimal digits");
    }

    void read_command(const toml::node& node) {
        if (node.is_array()) {
            device_.password_command = texts(node, "password_command");
            return;
        }
        const std::string line = text(node, "password_command");
        device_.password_command = toml_.checked(node, [&] { return command_words(line); });
    }

    const TomlReader& toml_;
    InventoryDevice device_;
};

using Found = std::vector<std::pair<toml::source_position, InventoryDevice>>;

Found read_devices(const TomlReader& reader, const toml::node& devices) {
    Found found;
    for (const auto& [name, node] : reader.table(devices, "devices"))
        found.emplace_back(node.source().begin,
                           DeviceReader(reader, std::string(name.str())).read(node));
    std::ranges::stable_sort(found, [](const auto& a, const auto& b) { return a.first < b.first; });
    return found;
}

} // namespace

std::string device_name_of(std::string_view text) {
    std::string name;
    for (const char c : text)
        name += ascii::is_letter_or_digit(c) || c == '.' || c == '_' ? c : '-';
    name = name.substr(0, 100);
    while (name.starts_with('-') || name.starts_with('.')) name.erase(0, 1);
    while (name.ends_with('-')) name.pop_back();
    return name;
}

const InventoryDevice* Inventory::find(std::string_view name) const {
    const auto found = std::ranges::find(devices, name, &InventoryDevice::name);
    return found == devices.end() ? nullptr : &*found;
}

std::vector<std::string> Inventory::names() const {
    std::vector<std::string> result;
    for (const InventoryDevice& device : devices) result.push_back(device.name);
    return result;
}

std::vector<std::string> Inventory::groups() const {
    std::set<std::string> result;
    for (const InventoryDevice& device : devices)
        result.insert(device.groups.begin(), device.groups.end());
    return {result.begin(), result.end()};
}

std::filesystem::path inventory_file() {
    return config_directory() / "devices.toml";
}

std::string file_of_inventory(const std::string& text) {
    if (!text.starts_with("~/")) return (config_directory() / text).string();
    return (std::filesystem::path(environment("HOME").value_or("/")) / text.substr(2)).string();
}

Inventory parse_inventory(std::string_view toml, const std::string& file) {
    const TomlReader reader(file);
    Inventory inventory;
    const toml::table table = parse_toml(toml, file);
    const toml::node* chosen = nullptr;
    reader.keys(table, "",
                {{"default", [&](const toml::node& node) { chosen = &node; }},
                 {"devices", [&](const toml::node& node) {
                      for (auto& [where, device] : read_devices(reader, node))
                          inventory.devices.push_back(std::move(device));
                  }}});
    if (chosen == nullptr) return inventory;
    inventory.default_device = filled(reader, *chosen, "default");
    if (inventory.find(inventory.default_device) == nullptr)
        reader.refuse(
            *chosen,
            fmt::format("default names no device: '{}'", text::visible(inventory.default_device)),
            text::did_you_mean(inventory.default_device, inventory.names()));
    return inventory;
}

Inventory load_inventory(const std::filesystem::path& file) {
    const auto text = read_private_file(file, Privacy::ours);
    if (!text) return {};
    Inventory inventory = parse_inventory(*text, file.string());
    const bool secrets = std::ranges::any_of(
        inventory.devices, [](const InventoryDevice& device) { return !device.password.empty(); });
    if (secrets) (void)read_private_file(file, Privacy::secret);
    return inventory;
}

void check_name(std::string_view name, std::string_view what) {
    const bool good = !name.empty() && name.size() <= 100 && name.front() != '-' &&
                      name.front() != '.' && name != "all" && ascii::is_made_of(name, "._-");
    if (good) return;
    throw_usage(fmt::format("'{}' cannot be the name of a {}", text::visible(name), what),
                "letters, digits, '.', '_' and '-' make a name; 'all' means every device");
}

void check_tag(std::string_view key, std::string_view value) {
    const bool good =
        !key.empty() && key.size() <= 100 && key.front() != '-' && ascii::is_made_of(key, "._-");
    if (!good || key == "all" || text::contains(fact_keys(), key))
        throw_usage(fmt::format("'{}' cannot be the name of a tag", text::visible(key)),
                    "letters, digits, '.', '_' and '-' make one; " + text::join(fact_keys(), ", ") +
                        " are what a device says itself");
    if (value.empty() || value.size() > 100 || text::visible(value) != value ||
        text::trim(value) != value || value.find_first_of(",&*?") != std::string_view::npos)
        throw_usage(fmt::format("'{}' cannot be the value of tag '{}'", text::visible(value), key),
                    "at most 100 characters, none of which is ',', '&', '*' or '?'");
}

std::string serial_of(std::string_view text) {
    std::string serial;
    for (const char c : text) {
        if (c == ':' || c == '-') continue;
        if (!ascii::is_hex_digit(c)) return "";
        serial += ascii::to_capital(c);
    }
    return serial.size() == 12 ? serial : "";
}

std::vector<std::string> command_words(std::string_view text) {
    if (text.find_first_of("'\"\\$`|&;<>()*?[]#~\n\r") != std::string_view::npos)
        throw_invalid(
            "password_command is run without a shell, so quotes, variables and pipes mean "
            "nothing in it",
            R"(write it as a list of words, as in ["sh", "-c", "..."])");
    std::vector<std::string> words;
    std::string blanks(text);
    std::ranges::replace(blanks, '\t', ' ');
    for (std::string& word : text::split(blanks, ' '))
        if (!word.empty()) words.push_back(std::move(word));
    if (words.empty()) throw_invalid("password_command is empty");
    return words;
}

} // namespace acapctl::fleet
