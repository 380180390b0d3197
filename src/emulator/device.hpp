#pragma once
// One emulated device: everything it knows and remembers. There is no state outside of it.

#include "emulator/access.hpp"
#include "emulator/applications.hpp"
#include "emulator/certificate.hpp"
#include "emulator/device_log.hpp"
#include "emulator/faults.hpp"
#include "emulator/profile.hpp"
#include "emulator/settings.hpp"
#include "support/files.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>

namespace acapctl::emulator {

class Device {
  public:
    struct Setup {
        std::string name{};
        Profile profile{};
        std::filesystem::path state{}; // its own directory, made if missing
        Secret password{};
        Faults faults{};
    };

    // Throws if the state is used by another emulator.
    Device(Setup setup, const Sandbox& sandbox);
    ~Device();
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;

    const std::string& name() const { return setup_.name; }
    const Profile& profile() const { return setup_.profile; }
    const Faults& faults() const { return setup_.faults; }
    const Access& access() const { return access_; }
    const Certificate& certificate() const { return certificate_; }
    const std::string& boot_id() const { return boot_id_; }
    std::filesystem::path upload_directory() const { return setup_.state / "upload"; }

    DeviceLog& log() { return log_; }
    Settings& settings() { return settings_; }
    Applications& applications() { return applications_; }

    // Seconds since the device was switched on.
    long uptime() const;

    // Held by the one upload that is in progress.
    std::atomic_flag uploading{};

  private:
    Setup setup_;
    int lock_;
    TempDir runtime_{};
    Certificate certificate_;
    Access access_;
    DeviceLog log_;
    Settings settings_;
    std::string boot_id_;
    std::chrono::steady_clock::time_point booted_ = std::chrono::steady_clock::now();
    Applications applications_;
};

} // namespace acapctl::emulator
