#pragma once
// One emulated device: everything it knows and remembers. There is no state outside of it.

#include "emulator/http/certificate.hpp"
#include "emulator/process/device_log.hpp"
#include "emulator/profile/faults.hpp"
#include "emulator/profile/profile.hpp"
#include "emulator/state/access.hpp"
#include "emulator/state/accounts.hpp"
#include "emulator/state/applications.hpp"
#include "emulator/state/counters.hpp"
#include "emulator/state/settings.hpp"
#include "support/files.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace acapctl::emulator {

// leaving: a reboot was asked for, nothing is answered any more. starting: only systemready.cgi is.
enum class Phase { leaving, starting, ready };

// How long a device is off the network, and how long it then starts.
struct Reboot {
    std::chrono::milliseconds offline{};
    std::chrono::milliseconds starting{};
};

// What becomes of a device while it reboots.
struct Change {
    bool factory_default = false;
    std::string axis_os{}; // of axis_os_names(); empty: the one it has
};

// What a device asks of whoever serves it.
struct Host {
    std::function<void(Reboot)> reboot{};        // returns at once
    std::function<void()> certificate_changed{}; // HTTPS shows the new one when it returns
};

class Device {
  public:
    struct Setup {
        std::string name{};
        Profile profile{};
        std::filesystem::path state{}; // its own directory, made if missing
        bool reset_damaged = false;    // begin anew if it cannot be read; what it was is kept
        Secret password{};
        std::vector<FaultOrder> faults{};
        Names names{};
    };

    // Throws if the state is used by another emulator, or is damaged. Ready when it returns, except
    // with the fault `starting`.
    Device(Setup setup, const Sandbox& sandbox);
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;

    const std::string& name() const { return setup_.name; }
    const Profile& profile() const { return setup_.profile; }
    const Names& names() const { return setup_.names; }
    Phase phase() const { return phase_; }
    Access& access() { return access_; }
    Accounts& accounts() { return accounts_; }
    const Certificate& certificate() const { return certificate_; }
    const std::string& boot_id() const { return boot_id_; }
    std::filesystem::path upload_directory() const { return files_.uploads(); }

    Faults& faults() { return faults_; }
    Counters& counters() { return counters_; }
    DeviceLog& log() { return log_; }
    Settings& settings() { return settings_; }
    Applications& applications() { return applications_; }

    // Seconds since the device was switched on.
    long uptime() const;

    void set_host(Host host) { host_ = std::move(host); }
    // What the faults `offline` and `starting` say, else 2 s and 1 s.
    Reboot usual_reboot();
    // Begins a reboot: nothing is answered from now on. What is returned lets it go on and is to be
    // called once the answer is out; nothing is returned if one is going on.
    std::function<void()> reboot(Reboot how, Change change = {});
    // A certificate that was never seen before. False while the device reboots.
    bool change_certificate();

    // Whether its HTTP port answers: after a factory default of AXIS OS 13 it does not.
    bool serves_http() const;

    // For the host; power_on() while nobody serves requests.
    void power_on();    // the change comes, and a new boot id; applications are not started yet
    void finish_boot(); // starts what starts by itself; ready
    std::chrono::milliseconds first_boot() const { return first_boot_; } // left when constructed

    // Held by the one upload that is in progress.
    std::atomic_flag uploading{};

  private:
    void carry_out(const Change& change);
    void reset(const AxisOs& os);
    void upgrade(const std::string& axis_os);
    void run_axis_os(const std::string& axis_os);

    Setup setup_;
    StateFiles files_;
    Descriptor lock_;
    TempDir runtime_{};
    Faults faults_;
    Counters counters_{};
    Host host_{};
    std::atomic<Phase> phase_ = Phase::starting;
    Change change_{};             // that the next boot brings
    std::atomic_flag changing_{}; // held during a reboot or a change of the certificate
    Certificate certificate_;
    DeviceLog log_;
    Accounts accounts_;
    Access access_;
    Settings settings_;
    std::string boot_id_;
    std::chrono::steady_clock::time_point booted_{};
    std::chrono::milliseconds first_boot_{};
    Applications applications_;
};

} // namespace acapctl::emulator
