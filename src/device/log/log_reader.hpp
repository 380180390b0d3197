#pragma once
// Fetching a log from a device.

#include "device/log/log.hpp"
#include "device/session/session.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace acapctl::device {

// Fetches the log of one application; remembers which of the two paths the device has. `app` empty:
// the whole system log.
class LogReader {
  public:
    // `with_system`: also what the parts of AXIS OS say of the application, which are in the
    // system log alone.
    LogReader(Session& session, std::string app, bool with_system = false)
        : session_(&session), app_(std::move(app)), with_system_(with_system) {}
    // `longest` bounds the request further. Throws also what is no log as `refused`.
    LogPage fetch(std::optional<std::chrono::milliseconds> longest = {});
    // The device's clock at the last fetch, milliseconds since 1970.
    std::optional<std::int64_t> device_time() const { return device_time_; }

  private:
    Session* session_;
    std::string app_;
    bool with_system_;
    bool legacy_ = false;
    std::optional<std::int64_t> device_time_{};
};

} // namespace acapctl::device
