#pragma once
// What a device remembers beside its applications: policy, parameters, what was started.

#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <string>

namespace acapctl::emulator {

class Settings {
  public:
    explicit Settings(std::filesystem::path file); // read if it exists

    bool allow_unsigned() const;
    void set_allow_unsigned(bool allow);

    // Applications that start by themselves when the device boots.
    std::set<std::string> enabled() const;
    void set_enabled(const std::string& app, bool enabled);

    // Values of application parameters that differ from param.conf, by full name without "root.".
    std::map<std::string, std::string> parameters() const;
    void set_parameter(const std::string& name, const std::string& value);
    void forget_parameters(const std::string& prefix);

  private:
    void save() const; // with the lock held

    std::filesystem::path file_;
    bool allow_unsigned_ = false;
    std::set<std::string> enabled_;
    std::map<std::string, std::string> parameters_;
    mutable std::mutex mutex_;
};

} // namespace acapctl::emulator
