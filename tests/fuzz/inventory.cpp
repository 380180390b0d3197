// The inventory as a person wrote it, and what the edits leave of it.
#include "fleet/inventory_edit.hpp"
#include "fuzz/target.hpp"
#include "support/text.hpp"

#include <algorithm>

using namespace acapctl;
using namespace acapctl::fleet;

namespace {

const InventoryDevice added{.name = "new.2",
                            .address = "https://10.0.0.2:8443",
                            .user = "o'neil \"x\" \\",
                            .groups = {"lab"},
                            .tags = {{"floor", "2"}, {"a.b", "x \"y\""}},
                            .serial = "B8A44F000001",
                            .password_command = {"a b", "c"},
                            .password = Secret("pass\tword")};

Inventory parsed(const std::string& toml) {
    return parse_inventory(toml, "devices.toml");
}

// Everything of a device.
std::vector<std::string> fields(const InventoryDevice& device) {
    std::vector<std::string> all{device.name, device.address, device.user, device.password.reveal(),
                                 device.serial};
    for (const auto& [key, value] : device.tags) all.push_back(key + "=" + value);
    all.push_back(text::join(device.groups, ","));
    all.insert(all.end(), device.password_command.begin(), device.password_command.end());
    return all;
}

std::vector<std::vector<std::string>> others(const Inventory& inventory, std::string_view except) {
    std::vector<std::vector<std::string>> all;
    for (const InventoryDevice& device : inventory.devices)
        if (device.name != except) all.push_back(fields(device));
    return all;
}

// `less` is `more` without some bytes in one place.
void require_one_gap(std::string_view more, std::string_view less) {
    fuzz::require(less.size() <= more.size(), "nothing is added");
    const auto front = std::ranges::mismatch(more, less).in2 - less.begin();
    const std::string_view back = less.substr(static_cast<std::size_t>(front));
    fuzz::require(more.ends_with(back), "the rest stays byte for byte");
}

void check_default(const std::string& toml, const Inventory& inventory, const std::string& name) {
    fuzz::accepts([&] {
        const std::string without = with_default(toml, "");
        require_one_gap(toml, without);
        const std::string chosen = with_default(toml, name);
        fuzz::require(chosen.ends_with(without), "the rest stays byte for byte");
        const Inventory now = parsed(chosen);
        fuzz::require(now.default_device == name, "the default is what was asked for");
        fuzz::require(others(now, "") == others(inventory, ""), "the devices stay");
    });
}

void check_remove(const std::string& toml, const Inventory& inventory, const std::string& name) {
    fuzz::accepts([&] {
        const std::string less = without_device(toml, name);
        const bool chosen = inventory.default_device == name;
        require_one_gap(chosen ? with_default(toml, "") : toml, less);
        const Inventory now = parsed(less);
        fuzz::require(now.find(name) == nullptr, "a device that was removed is gone");
        fuzz::require(others(now, "") == others(inventory, name), "the other devices stay");
        fuzz::require(now.default_device == (chosen ? "" : inventory.default_device),
                      "the default stays unless it is gone");
    });
}

void check_add(const std::string& toml, const Inventory& inventory) {
    std::string more;
    if (!fuzz::accepts([&] { more = with_device(toml, added); })) return;
    fuzz::require(more.starts_with(toml), "what was there stays byte for byte");
    const Inventory now = parsed(more);
    fuzz::require(now.find(added.name) != nullptr && fields(*now.find(added.name)) == fields(added),
                  "a device that was added is what was asked for");
    fuzz::require(others(now, added.name) == others(inventory, ""), "the other devices stay");
    check_remove(more, now, added.name);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string toml(fuzz::text_of(data, size));
    Inventory inventory;
    if (!fuzz::accepts([&] { inventory = parsed(toml); })) {
        fuzz::require(!fuzz::accepts([&] { with_device(toml, added); }),
                      "what cannot be read is not edited");
        fuzz::accepts([&] { without_device(toml, "a"); });
        fuzz::accepts([&] { with_default(toml, "a"); });
        return 0;
    }
    check_add(toml, inventory);
    for (const std::string& name : inventory.names()) {
        fuzz::require_printable(name);
        check_remove(toml, inventory, name);
        check_default(toml, inventory, name);
    }
    return 0;
}
