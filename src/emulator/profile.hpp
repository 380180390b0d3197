#pragma once
// What an emulated device is: data, one JSON file under data/ for each.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace acapctl::emulator {

struct Profile {
    std::string name{};
    std::string summary{};
    std::string mac{}; // twelve upper-case hex digits, the serial number too
    std::vector<std::pair<std::string, std::string>> properties{}; // of basicdeviceinfo.cgi
    std::string machine{};                                         // as uname says
    std::string kernel{};                                          // release
    std::string systemready_version{};
    bool dlpu = false;
    std::uint64_t flash = 0; // bytes for applications
    std::uint64_t memory_kb = 0;
    std::string cpuinfo{};                                    // of /proc
    const std::string& property(std::string_view name) const; // empty if there is none
    std::string host_name() const;                            // axis-<mac>
    // AXIS OS as numbers; 12.11.77 is at least {12, 11}.
    bool at_least(unsigned major, unsigned minor) const;
};

std::vector<std::string> profile_names(); // the first is the default

// The profile for the `instance`th device of its kind (from 0): each has a serial number of its
// own. Throws a usage error for an unknown name.
Profile load_profile(const std::string& name, unsigned instance);

// The same, of any JSON text.
Profile parse_profile(std::string_view json, unsigned instance);

} // namespace acapctl::emulator
