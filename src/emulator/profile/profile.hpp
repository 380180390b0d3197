#pragma once
// What an emulated device is: a chip of data/chips.json with a version of data/axis-os.json.

#include "emulator/profile/axis_os.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace acapctl::emulator {

// What the programs of one application may use together; 0: no limit.
struct Limits {
    std::uint64_t memory = 0;     // bytes
    std::uint64_t processes = 0;  // threads included
    std::uint64_t open_files = 0; // of each process
};

// A device of larod.
struct LarodDevice {
    std::string name{};
    std::string takes{};     // tflite, edge-tpu, native, cvflow, cv75, none; image: it preprocesses
    unsigned first_load = 0; // milliseconds that a model takes for the first time
    unsigned later_load = 0; // and when larod has it in its cache
    double job = 0;          // milliseconds
};

struct Profile {
    std::string name{}; // as given: "artpec8", "artpec7@10.12+fresh"
    std::string chip{};
    std::string mac{}; // twelve upper-case hex digits, the serial number too
    std::vector<std::pair<std::string, std::string>> properties{}; // of basicdeviceinfo.cgi
    std::string machine{};                                         // as uname says
    bool dlpu = false;
    std::vector<LarodDevice> larod{}; // none: the chip has no larod
    bool fresh = false;               // begins without an account
    bool fips = false;
    bool bundled = false;                          // has Axis' own applications
    bool strict = false;                           // refuses what documents do not promise
    std::vector<std::string> without_parameters{}; // groups that this kind of device lacks
    std::uint64_t flash = 0;                       // bytes for applications
    std::uint64_t memory_kb = 0;
    std::string cpuinfo{}; // of /proc
    Limits limits{};
    AxisOs os{};

    const std::string& property(std::string_view name) const; // empty if there is none
    std::string host_name() const;                            // axis-<mac>
    Login login(bool tls) const;                              // what the port asks for
};

// An application that AXIS OS brings along.
struct Bundled {
    std::string name{};
    std::string nice_name{};
    std::string app_id{};
    std::string version{};
    std::string settings_page{};
    std::vector<std::pair<std::string, std::string>> os_versions{}; // min, max; empty: not recorded
};
std::vector<Bundled> bundled_applications();

struct Chip {
    std::string name{};
    std::string summary{}; // one line
};
std::vector<Chip> chips(); // the first is the default profile

// The profile CHIP[@AXIS-OS][+fresh][+fips][+bundled][+strict][+no-dlpu][+memory=MB][+processes=N]
// [+files=N], with what else the chip's row has as an option, as artpec7+edgetpu, for the
// `instance`th device of its kind (from 0): each has a serial number of its own, the same whenever
// it is asked for. Throws a usage error that says what there is.
Profile load_profile(const std::string& name, unsigned instance);

// The same device with another version of AXIS OS, one of axis_os_names().
Profile with_axis_os(Profile profile, const std::string& axis_os);

} // namespace acapctl::emulator
