#include "fleet/inventory.hpp"

#include "acapctl/error.hpp"
#include "device/http/target.hpp"
#include "support/files.hpp"
#include "support/private_files.hpp"
#include "support/text.hpp"
#include "support/toml.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

class Reader {
  public:
    explicit Reader(const std::string& file) : file_(file) {}

    [[noreturn]] void refuse(const toml::source_region& where, const std::string& what,
                             const std::string& hint = {}, std::vector<Advice> advice = {}) const {
        throw_invalid(fmt::format("{}:{}:{}: {}", text::visible(file_), where.begin.line,
                                  where.begin.column, what),
                      hint, std::move(advice));
    }

    std::string text(const toml::node& node, const std::string& what) const {
        if (const auto value = node.value<std::string>(); value && !value->empty()) return *value;
        refuse(node.source(), what + " is not a text in quotes");
    }

    std::vector<std::string> texts(const toml::node& node, const std::string& what) const {
        std::vector<std::string> result;
        const toml::array* array = node.as_array();
        if (array == nullptr || array->empty())
            refuse(node.source(), what + R"( is not a list, as in ["a", "b"])");
        for (const toml::node& each : *array) result.push_back(text(each, what));
        return result;
    }

    void only(const toml::table& table, const std::vector<std::string>& known) const {
        for (const auto& [key, node] : table) {
            const std::string name(key.str());
            if (std::ranges::find(known, name) == known.end())
                refuse(node.source(), fmt::format("unknown key '{}'", text::visible(name)),
                       text::did_you_mean(name, known));
        }
    }

    // Checks what a person wrote by hand with the functions for what a person types.
    template <typename F>
    auto checked(const toml::node& node, const F& check) const {
        try {
            return check();
        } catch (const Error& error) {
            refuse(node.source(), error.failure().message, error.failure().hint,
                   error.failure().advice);
        }
    }

  private:
    const std::string& file_;
};

InventoryDevice read_device(const Reader& reader, const std::string& name, const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr)
        reader.refuse(node.source(), fmt::format("devices.{} is not a table", text::visible(name)));
    reader.checked(node, [&] { check_name(name, "device"); });
    reader.only(*table, {"address", "user", "groups", "password_command", "password"});
    InventoryDevice device{.name = name};
    const toml::node* address = table->get("address");
    if (address == nullptr)
        reader.refuse(node.source(), fmt::format("device '{}' has no address", name),
                      R"(add address = "192.168.0.90" or "https://...")");
    device.address = reader.text(*address, "address");
    reader.checked(*address, [&] { device::parse_target(device.address); });
    if (const toml::node* user = table->get("user")) device.user = reader.text(*user, "user");
    if (const toml::node* groups = table->get("groups")) {
        device.groups = reader.texts(*groups, "groups");
        for (const std::string& group : device.groups)
            reader.checked(*groups, [&] { check_name(group, "group"); });
    }
    if (const toml::node* command = table->get("password_command"))
        device.password_command =
            command->is_array()
                ? reader.texts(*command, "password_command")
                : reader.checked(*command, [&] {
                      return command_words(reader.text(*command, "password_command"));
                  });
    if (const toml::node* password = table->get("password"))
        device.password = Secret(reader.text(*password, "password"));
    return device;
}

} // namespace

bool InventoryDevice::in_group(std::string_view group) const {
    return std::ranges::find(groups, group) != groups.end();
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

Inventory parse_inventory(std::string_view toml, const std::string& file) {
    const Reader reader(file);
    const toml::table table = parse_toml(toml, file);
    reader.only(table, {"default", "devices"});
    Inventory inventory;
    std::vector<std::pair<toml::source_position, InventoryDevice>> found;
    if (const toml::node* devices = table.get("devices")) {
        if (!devices->is_table()) reader.refuse(devices->source(), "devices is not a table");
        for (const auto& [name, node] : *devices->as_table())
            found.emplace_back(node.source().begin,
                               read_device(reader, std::string(name.str()), node));
    }
    std::ranges::stable_sort(found, [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [where, device] : found) inventory.devices.push_back(std::move(device));
    if (const toml::node* chosen = table.get("default")) {
        inventory.default_device = reader.text(*chosen, "default");
        if (inventory.find(inventory.default_device) == nullptr)
            reader.refuse(chosen->source(),
                          fmt::format("default names no device: '{}'",
                                      text::visible(inventory.default_device)),
                          text::did_you_mean(inventory.default_device, inventory.names()));
    }
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
                      name.front() != '.' && name != "all" && std::ranges::all_of(name, [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                 (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
                      });
    if (good) return;
    throw_usage(fmt::format("'{}' cannot be the name of a {}", text::visible(name), what),
                "letters, digits, '.', '_' and '-' make a name; 'all' means every device");
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
