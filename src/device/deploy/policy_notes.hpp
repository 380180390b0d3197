#pragma once
// What commands of this user have switched on on devices and not yet off again, or put there for a
// moment: written before the device is asked, so that the next command can mend it when the one
// that should have was killed. A lock for each device shows whether that one still lives.

#include "support/private_files.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::device {

// The device that AllowUnsigned was switched on on, or that has a probe, and when.
struct PolicyNote {
    std::string serial{};                  // empty: the device does not tell it
    std::string place{};                   // "host:port", as it was reached
    std::string since{};                   // RFC 3339
    std::string certificate{};             // fingerprint of the one it had; empty: none was seen
    std::string name{};                    // of its file, if that is all that can be read of it
    std::string setting = "AllowUnsigned"; // that is on, or the application that is there

    // Names the device's lock: two names of a device meet by its serial number.
    std::string device_key() const;
    // Names the note. Another device may claim the serial number, but is not at that place.
    std::string key() const;
};

class PolicyNotes {
  public:
    // An empty `directory` holds nothing and takes nothing. `setting`: what its notes are about;
    // empty: each about an application of its own.
    explicit PolicyNotes(std::filesystem::path directory, std::string setting = "AllowUnsigned")
        : directory_(std::move(directory)), setting_(std::move(setting)) {}
    static std::filesystem::path default_directory(); // $XDG_STATE_HOME/acapctl/policies

    // Those that can be read; of commands that still run too.
    std::vector<PolicyNote> all() const;
    // Those of commands that have ended.
    std::vector<PolicyNote> left() const;
    bool is_held(const PolicyNote& device) const; // by a process that lives
    bool has(const PolicyNote& device) const;     // one that cannot be read too
    // Those whose lock is that of the device.
    std::vector<PolicyNote> of(const PolicyNote& device) const;
    // On the disk when it returns. Throws invalid_input if it cannot be written.
    void write(const PolicyNote& note) const;
    void remove(const PolicyNote& note) const;

    // Held by who changes the policy of that device, so that two commands of this user do so one
    // after the other. Waits, as FileLock does; throws invalid_input where it cannot be made.
    std::unique_ptr<FileLock> lock(const PolicyNote& device,
                                   const std::function<void(std::string_view)>& tell,
                                   const std::stop_token& stop) const;
    std::unique_ptr<FileLock> lock_if_free(const PolicyNote& device) const; // else nothing

  private:
    std::filesystem::path file(const PolicyNote& device) const;
    std::filesystem::path lock_file(const PolicyNote& device) const;
    std::optional<PolicyNote> read(const std::filesystem::path& file) const;

    std::filesystem::path directory_;
    std::string setting_;
};

} // namespace acapctl::device
