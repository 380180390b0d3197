#include "fleet/imports/merge.hpp"

#include "device/http/target.hpp"
#include "fleet/inventory_edit.hpp"
#include "support/text.hpp"

#include <map>

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

// Where a device is, whoever is logged in: two ways to write an address are one place.
std::string place_of(const InventoryDevice& device) {
    const device::TargetText target = device::parse_target(device.address);
    const bool tls = target.tls.value_or(true);
    return fmt::format("{}:{}", text::lower(target.host), target.port.value_or(tls ? 443 : 80));
}

// The devices that are there, by what tells them apart.
class Present {
  public:
    explicit Present(const Inventory& inventory) {
        for (const InventoryDevice& device : inventory.devices) add(device);
    }

    void add(const InventoryDevice& device) {
        names_[device.name] = place_of(device);
        places_.try_emplace(place_of(device), device.name);
        if (!device.serial.empty()) serials_.try_emplace(device.serial, device.name);
    }

    // Why it need not be added; empty: it is new.
    std::string why_there(const InventoryDevice& device) const {
        const auto serial = serials_.find(device.serial);
        if (!device.serial.empty() && serial != serials_.end())
            return fmt::format("'{}' has its serial number", serial->second);
        if (has_elsewhere(device)) return "a device at another address has its name";
        if (has(device.name)) return "a device has its name";
        const auto place = places_.find(place_of(device));
        return place == places_.end() ? "" : fmt::format("'{}' has its address", place->second);
    }

    bool has(const std::string& name) const { return names_.contains(name); }
    // Its name, at another address or port.
    bool has_elsewhere(const InventoryDevice& device) const {
        const auto name = names_.find(device.name);
        return name != names_.end() && name->second != place_of(device);
    }

  private:
    std::map<std::string, std::string> names_{}; // with their places
    std::map<std::string, std::string> places_{};
    std::map<std::string, std::string> serials_{};
};

} // namespace

const char* outcome_name(Merged::Outcome outcome) {
    switch (outcome) {
    case Merged::Outcome::added:
        return "added";
    case Merged::Outcome::replaced:
        return "replaced";
    case Merged::Outcome::kept:
        return "kept";
    case Merged::Outcome::lost:
        return "lost";
    }
    return "";
}

namespace {

// Another port of an address that has its name already.
void tell_apart(ImportedDevice& each, const Present& now) {
    const auto port = device::parse_target(each.device.address).port;
    if (!each.named && port && now.has_elsewhere(each.device))
        each.device.name = device_name_of(fmt::format("{}-{}", each.device.name, *port));
}

} // namespace

std::vector<Merged> merge(const Inventory& inventory, const std::vector<ImportedDevice>& devices,
                          bool replace) {
    std::vector<Merged> all;
    const Present before(inventory);
    Present now(inventory);
    std::map<std::string, std::size_t> done;     // by name, with the line
    std::map<std::string, std::string> named_at; // the first name that the list itself has there
    for (ImportedDevice each : devices) {
        tell_apart(each, now);
        const auto& [device, line, named] = each;
        Merged merged{.device = device, .line = line, .why = now.why_there(device)};
        if (done.contains(device.name)) {
            const bool another = now.has_elsewhere(device);
            merged.outcome = another ? Merged::Outcome::lost : Merged::Outcome::kept;
            merged.why = fmt::format("line {} has its name{}", done[device.name],
                                     another ? ", '" + device.name + "', at another address" : "");
        } else if (replace && before.has(device.name)) {
            merged.outcome = Merged::Outcome::replaced;
        } else if (!merged.why.empty()) {
            merged.outcome = Merged::Outcome::kept;
        }
        // As of hosts of a range that all have one address: but for the first, none gets its name.
        if (named) {
            const std::string at = device.user + "@" + place_of(device);
            const std::string& first = named_at.try_emplace(at, device.name).first->second;
            if (first != device.name && merged.outcome == Merged::Outcome::kept &&
                !before.has(device.name)) {
                merged.outcome = Merged::Outcome::lost;
                merged.why = fmt::format("'{}' has the address of '{}'", device.name, first);
            }
        }
        if (merged.is_taken()) {
            now.add(device);
            done[device.name] = line;
            merged.why.clear();
        }
        all.push_back(std::move(merged));
    }
    return all;
}

std::string with_merged(const std::string& toml, const std::vector<Merged>& merged) {
    std::string text = toml;
    const std::string chosen = parse_inventory(text, inventory_file().string()).default_device;
    bool replaced_default = false;
    std::vector<std::string> replaced;
    std::vector<InventoryDevice> devices;
    for (const Merged& each : merged) {
        if (!each.is_taken()) continue;
        if (each.outcome == Merged::Outcome::replaced) {
            replaced.push_back(each.device.name);
            replaced_default = replaced_default || each.device.name == chosen;
        }
        devices.push_back(each.device);
    }
    if (devices.empty()) return toml;
    if (!replaced.empty()) text = without_devices(text, replaced);
    text = with_devices(text, devices);
    return replaced_default ? with_default(text, chosen) : text;
}

} // namespace acapctl::fleet
