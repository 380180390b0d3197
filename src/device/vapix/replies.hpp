#pragma once
// Parsers of what the VAPIX interfaces answer. Pure: text in, values out. Lenient in what they
// accept, because shapes differ between AXIS OS versions; they throw `refused` errors when a reply
// is not what it claims to be.

#include "acapctl/error.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::device {

// Whether what failed may pass by itself, as while a device restarts, when it may also answer
// nonsense.
bool may_pass(const Failure& failure);

// One entry of list.cgi; absent attributes are empty.
struct Application {
    std::string name{};
    std::string nice_name{};
    std::string vendor{};
    std::string version{};         // free text: 1.3-438, 1.26.205
    std::string status{};          // Running, Stopped, Idle
    std::string license{};         // Valid, Invalid, Missing, Custom, None
    std::string license_expires{}; // date; AXIS OS 12 and later
    std::string signature{};       // Signed, Unknown; AXIS OS 12 and later
    std::string application_id{};
    std::string configuration_page{};
    std::optional<bool> bundled{}; // AXIS OS 12 and later

    struct Range { // of compatibleOsVersions, as written; empty: no bound
        std::string min{};
        std::string max{};
    };
    std::vector<Range> os_ranges{};  // AXIS OS 12.10 and later
    std::optional<bool> uses_dlpu{}; // by its Resources; AXIS OS 12 and later

    bool running() const { return status == "Running"; }
    // Nothing where the device does not tell. What has no signature is "Unknown" (12.11, recorded).
    std::optional<bool> is_signed() const {
        if (signature == "Signed") return true;
        if (signature == "Unknown" || signature == "Unsigned") return false;
        return std::nullopt;
    }
};

struct ReplyError {
    int number = 0;
    std::string message{}; // the device's words; may be empty
};

// list.cgi, both shapes. An error reply throws through vapix_failure().
std::vector<Application> parse_list(std::string_view xml);

// upload.cgi and control.cgi: nothing for "OK", else the number of "Error: N" (also "Error:2").
// Throws when the text is neither.
std::optional<int> parse_ok_or_error(std::string_view text, std::string_view doing);

// config.cgi: the value of the parameter. `refusal` is set instead for an error reply.
struct ConfigReply {
    std::string value{};
    std::optional<ReplyError> refusal{};
};
ConfigReply parse_config(std::string_view xml, std::string_view name);

// param.cgi: names without a leading "root."; '# Error' lines are left out.
std::map<std::string, std::string> parse_params(std::string_view text);

// basicdeviceinfo.cgi: propertyList, or the error that came under HTTP 200.
struct DeviceInfoReply {
    std::map<std::string, std::string> properties{};
    std::optional<ReplyError> refusal{};
};
DeviceInfoReply parse_device_info(std::string_view json);

// apidiscovery.cgi: versions by API id. Ids are not unique (privacy-mask 2.4 and 3.0 on 11.11).
std::map<std::string, std::vector<std::string>> parse_api_list(std::string_view json);

// systemready.cgi
struct SystemReady {
    bool ready = false;
    bool needs_setup = false;
    std::string boot_id{};                 // AXIS OS 11 and later; another one after each boot
    std::optional<std::uint64_t> uptime{}; // seconds
};
SystemReady parse_system_ready(std::string_view json);

} // namespace acapctl::device
