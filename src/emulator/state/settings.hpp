#pragma once
// What a device remembers beside its applications: policy, parameters, licence
// keys, what was started, to which AXIS OS it was upgraded.

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace acapctl::emulator {

struct SettingsData {
    std::map<std::string, bool> policies{};
    std::set<std::string> enabled{};
    std::map<std::string, std::string> parameters{};
    std::map<std::string, std::string> license_keys{};
    std::string axis_os{}; // empty: that of its profile
};

// What the bytes of a settings file say; throws a std::exception for a damaged one.
SettingsData parse_settings(std::string_view bytes);

// A change that cannot be written down is not made, and throws.
class Settings {
  public:
    explicit Settings(std::filesystem::path file); // read if it exists

    // What config.cgi has set, by its name: AllowUnsigned, AllowRoot.
    std::optional<bool> policy(const std::string& name) const;
    void set_policy(const std::string& name, bool value);

    // Applications that start by themselves when the device boots.
    std::set<std::string> enabled() const;
    void set_enabled(const std::string& app, bool enabled);

    // Values of application parameters that differ from param.conf, by full name without "root.".
    std::map<std::string, std::string> parameters() const;
    void set_parameter(const std::string& name, const std::string& value);

    // The text of an application's licence key; empty: it has none.
    std::string license_key(const std::string& app) const;
    void set_license_key(const std::string& app, const std::string& key); // empty: takes it away

    // All of the above but the policy, for one application.
    void forget(const std::string& app);

    // One of axis_os_names(), to which the device was upgraded; empty: it never was.
    std::string axis_os() const;
    void set_axis_os(const std::string& axis_os);

    // Nothing of all this is left but the AXIS OS, and these parameters.
    void reset(std::map<std::string, std::string> parameters);

  private:
    void save(SettingsData data); // with the lock held

    std::filesystem::path file_;
    SettingsData data_;
    mutable std::mutex mutex_;
};

} // namespace acapctl::emulator
