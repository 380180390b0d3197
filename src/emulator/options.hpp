#pragma once
// The command line of acapctl-emulator; `acapctl emulate` passes its own on.

#include "emulator/state/device.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace acapctl::emulator {

struct Options {
    std::vector<std::string> profiles{}; // empty: the default one
    unsigned count = 1;                  // devices of each profile
    std::uint16_t port = 18080;          // 0: any free ones
    std::string listen{};                // address; empty: loopback alone
    std::vector<std::string> hosts{};    // names its clients call it by, besides localhost
    std::filesystem::path state{};       // empty: the default place
    std::vector<std::string> faults{};
    bool reset_damaged = false;
    bool no_sandbox = false;
    bool json = false; // one JSON object for each device, or the error document
};

// Nothing when help, or a list of chips or faults, was asked for and printed. Throws usage errors.
std::optional<Options> parse_options(int argc, char** argv);

// Where the devices have their directories.
std::filesystem::path state_root(const Options& options);

// The devices to serve: names are "artpec8", then "artpec8-2" and so on.
// Below `root` they keep their state.
std::vector<Device::Setup> device_setups(const Options& options, const std::filesystem::path& root);

} // namespace acapctl::emulator
