#include "fleet/discovery/found.hpp"

#include "device/http/target.hpp"
#include "fleet/inventory.hpp"
#include "support/ascii.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

// What one network may have us believe, and compare.
constexpr std::size_t most_devices_found = 2000;
constexpr std::size_t most_instances = 16; // in one packet
constexpr std::size_t most_addresses = 16; // of one device
constexpr std::string_view https_service = "_vapix-https._tcp.local";

// "AXIS P3265-V - B8A44F000001", as the device names itself until somebody does.
std::string model_in(std::string_view label) {
    const auto dash = label.rfind(" - ");
    if (!text::starts_with_ignoring_case(label, "axis ") || dash == std::string_view::npos ||
        dash < 5 || serial_of(label.substr(dash + 3)).empty())
        return "";
    const std::string_view model = text::trim(label.substr(5, dash - 5));
    const bool plain = ascii::is_made_of(model, " .-_+/");
    return plain && model.size() <= 60 ? std::string(model) : "";
}

std::string mac_in(std::string_view label) {
    const auto dash = label.rfind(" - ");
    return dash == std::string_view::npos ? "" : serial_of(label.substr(dash + 3));
}

bool is_link_local6(std::string_view address) {
    return address.starts_with("fe8") || address.starts_with("fe9") || address.starts_with("fea") ||
           address.starts_with("feb");
}

// The less, the better: an address that works from other networks too, IPv4 before IPv6.
int rank(std::string_view address) {
    if (is_link_local6(address)) return 3;
    if (address.find(':') != std::string_view::npos) return 1;
    return address.starts_with("169.254.") ? 2 : 0;
}

// Not what would lead back to this machine, or to nobody.
bool may_be_device(std::string_view address) {
    const bool ipv4 = address.find(':') == std::string_view::npos;
    if (ipv4) {
        const auto first = text::parse_unsigned(address.substr(0, address.find('.')));
        return first && *first != 0 && *first != 127 && *first < 224;
    }
    return address != "::" && address != "::1" && !address.starts_with("ff") &&
           !address.starts_with("::ffff:");
}

void add_address(std::vector<std::string>& addresses, const std::string& address,
                 const std::string& interface) {
    if (addresses.size() >= most_addresses || !may_be_device(address)) return;
    text::add_once(addresses, is_link_local6(address) ? address + "%" + interface : address);
}

// What one packet says of one instance of a service.
struct Instance {
    std::string service{};
    std::string label{};
    std::string serial{};
    std::uint16_t port = 0;
    std::vector<std::string> addresses{};
};

void take_texts(const DnsRecord& record, Instance& instance) {
    for (const std::string& text : record.texts)
        for (const char* key : {"macaddress=", "sn="})
            if (text::starts_with_ignoring_case(text, key) && instance.serial.empty())
                instance.serial =
                    serial_of(std::string_view(text).substr(std::string_view(key).size()));
}

Instance read_instance(const DnsRecord& pointer, const DnsAnswer& answer) {
    Instance instance{.service = pointer.name, .label = pointer.label};
    add_address(instance.addresses, answer.from, answer.interface); // it was reached there
    std::string host;
    for (const DnsRecord& record : answer.records) {
        if (record.name != pointer.target) continue;
        if (record.type == DnsType::txt) take_texts(record, instance);
        if (record.type != DnsType::srv) continue;
        host = record.target;
        instance.port = record.port;
    }
    for (const DnsRecord& record : answer.records)
        if (!record.address.empty() && record.name == host)
            add_address(instance.addresses, record.address, answer.interface);
    if (instance.serial.empty()) instance.serial = mac_in(pointer.label);
    return instance;
}

FoundDevice device_of(Instance instance) {
    FoundDevice device{.serial = instance.serial, .model = model_in(instance.label)};
    std::ranges::stable_sort(instance.addresses, {}, rank);
    device.addresses = instance.addresses;
    // The port of _axis-video is that of HTTP; a bare address is HTTPS, which is tried first.
    if (instance.service == https_service && instance.port != 443) device.port = instance.port;
    const auto end = instance.service.rfind(".local");
    device.sources = {instance.service.substr(0, end)};
    return device;
}

// The only one that tells the port of HTTPS.
bool tells_https(const FoundDevice& device) {
    return text::contains(device.sources, https_service.substr(0, https_service.rfind(".local")));
}

bool is_same(const FoundDevice& a, const FoundDevice& b) {
    if (!a.serial.empty() && !b.serial.empty()) return a.serial == b.serial;
    return std::ranges::any_of(a.addresses, [&](const std::string& address) {
        return text::contains(b.addresses, address);
    });
}

} // namespace

std::string FoundDevice::name() const {
    return device_name_of(text::lower((model.empty() ? "axis" : model) + "-" +
                                      (serial.empty() ? addresses.front() : serial)));
}

std::string FoundDevice::address() const {
    const device::Target target{.host = addresses.front(), .tls = tls};
    return (tls ? "" : "http://") + target.host_text() +
           (port == 0 ? "" : fmt::format(":{}", port));
}

const std::vector<std::string>& axis_services() {
    static const std::vector<std::string> services{"_axis-video._tcp.local",
                                                   std::string(https_service)};
    return services;
}

void add_found(std::vector<FoundDevice>& devices, const FoundDevice& more) {
    const auto same = std::ranges::find_if(
        devices, [&](const FoundDevice& device) { return is_same(device, more); });
    if (same == devices.end()) {
        if (devices.size() < most_devices_found) devices.push_back(more);
        return;
    }
    if (same->serial.empty()) same->serial = more.serial;
    if (same->model.empty()) same->model = more.model;
    const bool better = (more.tls && !same->tls) || (tells_https(more) && !tells_https(*same));
    for (const std::string& address : more.addresses)
        if (same->addresses.size() < most_addresses) text::add_once(same->addresses, address);
    std::ranges::stable_sort(same->addresses, {}, rank);
    if (better) {
        same->tls = more.tls;
        same->port = more.port;
    }
    for (const std::string& source : more.sources) text::add_once(same->sources, source);
}

std::vector<FoundDevice> devices_in(const std::vector<DnsAnswer>& answers) {
    std::vector<FoundDevice> devices;
    std::set<std::string> said; // a device repeats its answer to each question
    for (const DnsAnswer& answer : answers) {
        std::size_t instances = 0;
        for (const DnsRecord& record : answer.records) {
            if (record.type != DnsType::ptr || !text::contains(axis_services(), record.name))
                continue;
            const std::string key =
                answer.interface + " " + answer.from + " " + record.name + " " + record.target;
            if (++instances > most_instances || !said.insert(key).second) continue;
            Instance instance = read_instance(record, answer);
            if (!instance.addresses.empty()) add_found(devices, device_of(std::move(instance)));
        }
    }
    std::ranges::stable_sort(devices, {}, &FoundDevice::name);
    return devices;
}

std::string serial_of_realm(std::string_view realm) {
    return realm.starts_with("AXIS_") ? serial_of(realm.substr(5)) : "";
}

} // namespace acapctl::fleet
