#include "emulator/state/device.hpp"

#include "emulator/support/guard.hpp"
#include "support/text.hpp"

#include <utility>

#include <fmt/format.h>

namespace acapctl::emulator {

namespace {

namespace fs = std::filesystem;

void empty_directory(const fs::path& directory) {
    for (const auto& entry : fs::directory_iterator(directory)) fs::remove_all(entry.path());
}

std::string make_boot_id() {
    std::string id = text::trim(read_file("/proc/sys/kernel/random/uuid")).data();
    return id.substr(0, 36);
}

} // namespace

Device::Device(Setup setup, const Sandbox& sandbox)
    : setup_(std::move(setup)), files_{setup_.state},
      lock_(open_state(files_, setup_.reset_damaged)), faults_(setup_.faults),
      certificate_(kept_certificate(setup_.state, setup_.profile.host_name(), setup_.profile.mac)),
      log_(setup_.state, setup_.profile.host_name()),
      accounts_({.file = files_.accounts(),
                 .realm = "AXIS_" + setup_.profile.mac,
                 .root_password = setup_.password,
                 .fresh = setup_.profile.fresh}),
      access_(setup_.profile, accounts_, log_), settings_(files_.settings()),
      applications_({setup_.profile, sandbox, log_, settings_, faults_}, files_, runtime_.path()) {
    empty_directory(upload_directory());
    if (const std::string upgraded = settings_.axis_os(); !upgraded.empty()) run_axis_os(upgraded);
    power_on();
    if (const auto starting = faults_.take(Fault::starting))
        first_boot_ = std::chrono::milliseconds(*starting);
    else
        finish_boot();
}

void Device::power_on() {
    carry_out(std::exchange(change_, {}));
    boot_id_ = make_boot_id();
    booted_ = std::chrono::steady_clock::now();
    access_.forget_nonces();
    const Profile& profile = setup_.profile;
    if (faults_.take(Fault::certificate_change))
        guarded([&] {
            certificate_ = renew_certificate(setup_.state, profile.host_name(), profile.mac);
        });
    phase_ = Phase::starting;
}

void Device::finish_boot() {
    log_.system("systemd",
                fmt::format("Startup finished: AXIS OS {}", setup_.profile.property("Version")));
    guarded([this] { applications_.boot(); });
    phase_ = Phase::ready;
    changing_.clear();
}

Reboot Device::usual_reboot() {
    return {.offline = std::chrono::milliseconds(faults_.take(Fault::offline).value_or(2000)),
            .starting = std::chrono::milliseconds(faults_.take(Fault::starting).value_or(1000))};
}

std::function<void()> Device::reboot(Reboot how, Change change) {
    if (phase_ != Phase::ready || changing_.test_and_set()) return {};
    change_ = std::move(change);
    phase_ = Phase::leaving;
    log_.system("systemd", "System is rebooting.");
    return [this, how] {
        if (host_.reboot) host_.reboot(how);
    };
}

bool Device::change_certificate() {
    if (phase_ != Phase::ready || changing_.test_and_set()) return false;
    const Profile& profile = setup_.profile;
    try {
        certificate_ = renew_certificate(setup_.state, profile.host_name(), profile.mac);
        if (host_.certificate_changed) host_.certificate_changed();
    } catch (...) {
        changing_.clear();
        throw;
    }
    changing_.clear();
    return true;
}

long Device::uptime() const {
    const auto age = std::chrono::steady_clock::now() - booted_;
    return static_cast<long>(std::chrono::duration_cast<std::chrono::seconds>(age).count());
}

} // namespace acapctl::emulator
