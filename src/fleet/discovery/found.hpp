#pragma once
// Devices that were found on a network, by what they say of themselves without a login: anybody can
// say that. Pure.

#include "fleet/discovery/dns_message.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::fleet {

struct FoundDevice {
    std::string serial{};                 // its MAC address, "B8A44F000001"; empty: it tells none
    std::string model{};                  // "P3265-V"; empty: it tells none
    std::vector<std::string> addresses{}; // all of them, best first; a link-local one with its zone
    std::vector<std::string> sources{};   // "_axis-video._tcp", "sweep"

    bool tls = true;        // it answers HTTPS, as far as is known
    std::uint16_t port = 0; // 0: the usual one

    std::string address() const; // the best, as -t takes it
    // Made from model and serial number: "p3265-v-b8a44f000001".
    std::string name() const;
};

// One packet, from whom, and by which interface.
struct DnsAnswer {
    std::vector<DnsRecord> records{};
    std::string from{};       // address of the sender, without zone
    std::string interface {}; // "eth0"
};

// The services of Axis devices that are asked for.
const std::vector<std::string>& axis_services();

// One device for each MAC address, in the order of their names. What answers for another service,
// as a printer would, is none.
std::vector<FoundDevice> devices_in(const std::vector<DnsAnswer>& answers);

// What `more` says of the same device is added; a device of which nothing was known is appended.
void add_found(std::vector<FoundDevice>& devices, const FoundDevice& more);

// The MAC address in the realm that a device asks a login for, "AXIS_B8A44F000001"; empty: it is
// none of Axis'.
std::string serial_of_realm(std::string_view realm);

} // namespace acapctl::fleet
