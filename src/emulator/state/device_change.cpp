// What a reboot can bring: another AXIS OS, or what the device was at first.
#include "emulator/state/device.hpp"
#include "emulator/support/guard.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace acapctl::emulator {

namespace {

// "https": the role is served over HTTPS alone.
constexpr std::array policies_of_http{"System.BoaGroupPolicy.admin",
                                      "System.BoaGroupPolicy.operator",
                                      "System.BoaGroupPolicy.viewer"};

} // namespace

bool Device::serves_http() const {
    const auto parameters = settings_.parameters();
    return std::ranges::any_of(policies_of_http, [&](const char* name) {
        const auto policy = parameters.find(name);
        return policy == parameters.end() || policy->second != "https";
    });
}

void Device::carry_out(const Change& change) {
    // What it is after a factory default is for the AXIS OS that comes with it to say.
    const std::string& axis_os = change.axis_os.empty() ? setup_.profile.os.name : change.axis_os;
    if (change.factory_default) guarded([&] { reset(with_axis_os(setup_.profile, axis_os).os); });
    if (!change.axis_os.empty()) upgrade(change.axis_os);
}

void Device::reset(const AxisOs& os) {
    std::map<std::string, std::string> parameters;
    if (os.https_only_after_default)
        for (const char* name : policies_of_http) parameters[name] = "https";
    applications_.remove_all();
    settings_.reset(std::move(parameters));
    accounts_.remove_all();
    log_.system("fwmgr", "The device is in its factory default state.");
}

void Device::run_axis_os(const std::string& axis_os) {
    setup_.profile = with_axis_os(setup_.profile, axis_os);
    applications_.profile_changed();
}

// An application that cannot be installed again takes the whole upgrade back (Axis' guides to the
// upgrades from AXIS OS 11.11 to 12 and from 12.11 to 13).
void Device::upgrade(const std::string& axis_os) {
    const std::string before = setup_.profile.os.name;
    const std::string old_version = setup_.profile.os.version;
    bool done = false;
    guarded([&] {
        run_axis_os(axis_os);
        log_.system("fwmgr", fmt::format("Upgrading AXIS OS {} to {}", old_version,
                                         setup_.profile.os.version));
        if (!applications_.install_again()) return;
        settings_.set_axis_os(axis_os);
        done = true;
    });
    const std::string version = setup_.profile.os.version;
    if (done) {
        log_.system("fwmgr", fmt::format("AXIS OS {} is committed", version));
        return;
    }
    guarded([&] { run_axis_os(before); });
    log_.system("fwmgr",
                fmt::format("AXIS OS {} is rolled back to {}: not every application could be "
                            "installed again",
                            version, old_version),
                3);
}

} // namespace acapctl::emulator
