#include "cli/shared/inventory_report.hpp"

#include "acapctl/error.hpp"
#include "cli/shared/device_session.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::cli {

std::vector<std::string> NamedDevices::all() const {
    std::vector<std::string> texts = words;
    texts.insert(texts.end(), targets.begin(), targets.end());
    return texts;
}

void add_named_devices(const Command& verb, NamedDevices& named, const std::string& without) {
    verb.add_option("TARGET", named.words,
                    "Devices, as -t takes them ('acapctl help targets')" + without);
    verb.add_repeatable("-t,--target", named.targets, "The same; repeatable").type_name("TARGET");
}

std::string password_source(const fleet::InventoryDevice& device) {
    if (!device.password.empty()) return "stored";
    return device.password_command.empty() ? "" : "command";
}

std::string tags_text(const fleet::InventoryDevice& device) {
    std::vector<std::string> tags;
    for (const auto& [key, value] : device.tags) tags.push_back(key + "=" + value);
    return text::join(tags, ",");
}

PinsByPlace::PinsByPlace() {
    for (const device::Pin& pin : device::TrustStore(trust_file()).all())
        pins_[pin.place] = pin.fingerprint;
}

std::string PinsByPlace::of(const device::Target& target) const {
    const auto found = pins_.find(device::place_of(target));
    return found == pins_.end() || !target.tls ? "" : found->second;
}

nlohmann::json inventory_fields(const fleet::InventoryDevice& device, bool is_default,
                                const std::string& pin) {
    return {{"address", device.address},
            {"user", or_null(device.user)},
            {"groups", device.groups},
            {"tags", device.tags},
            {"serial", or_null(device.serial)},
            {"passwordSource", or_null(password_source(device))},
            {"clientCert", or_null(device.client_certificate)},
            {"pin", or_null(pin)},
            {"default", is_default}};
}

void add_tag(fleet::InventoryDevice& device, std::string_view text, std::string_view option) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos)
        throw_usage(fmt::format("{}: '{}' is no tag", option, text::visible(text)),
                    "write KEY=VALUE, as in floor=2");
    const std::string key(text.substr(0, equals));
    const std::string value(text.substr(equals + 1));
    fleet::check_tag(key, value);
    device.tags[key] = value;
}

} // namespace acapctl::cli
