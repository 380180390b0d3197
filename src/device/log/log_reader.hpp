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
    LogReader(Session& session, std::string app) : session_(&session), app_(std::move(app)) {}
    // `longest` bounds the request further. Throws also what is no log as `refused`.
    LogPage fetch(std::optional<std::chrono::milliseconds> longest = {});
    // The device's clock at the last fetch, milliseconds since 1970.
    std::optional<std::int64_t> device_time() const { return device_time_; }

  private:
    Session* session_;
    std::string app_;
    bool legacy_ = false;
    std::optional<std::int64_t> device_time_{};
};

} // namespace acapctl::device
