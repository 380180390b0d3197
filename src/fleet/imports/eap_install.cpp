#include "fleet/imports/import.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

// The script writes values without quotes; people put some around them.
std::string unquoted(std::string_view value) {
    const bool quoted = value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
                        value.back() == value.front();
    return std::string(quoted ? value.substr(1, value.size() - 2) : value);
}

} // namespace

Import read_eap_install(std::string_view text) {
    Import import;
    InventoryDevice device;
    std::size_t number = 0;
    std::size_t found = 1;
    for (const std::string& line : text::lines(text)) {
        ++number;
        const auto equals = line.find('=');
        const std::string name(text::trim(line.substr(0, equals)));
        if (name.empty() || name.starts_with('#')) continue;
        if (equals == std::string::npos) {
            import.remark(number, "there is no '='");
            continue;
        }
        const std::string value = unquoted(line.substr(equals + 1));
        if (name == "axis_device_ip") {
            device.address = address_of_host(value);
            found = number;
        } else if (name == "user") {
            device.user = value;
        } else if (name == "password") {
            device.password = Secret(value);
        } else {
            import.remark(number, fmt::format("'{}' is not taken", name));
        }
    }
    if (device.address.empty())
        import.lose(found, "there is no axis_device_ip");
    else
        import.add(std::move(device), found);
    return import;
}

} // namespace acapctl::fleet
