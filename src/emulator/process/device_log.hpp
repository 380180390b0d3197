#pragma once
// The system log of a device: bounded, rotated, kept in the state directory.

#include "support/descriptor.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

namespace acapctl::emulator {

using LogTime = std::chrono::system_clock::time_point;

struct LogEntry {
    LogTime time{};
    unsigned severity = 6; // of syslog: 0 emergency to 7 debug
    std::string program{};
    long pid = 0;      // not shown when 0
    std::string app{}; // whose process wrote it; empty: the system's own
    std::string message{};
};

// 2023-06-18T17:52:26.257+00:00 axis-<mac> [ INFO    ] prog[pid]: message, without a newline. One
// line with one program in it, whatever the names and the message hold.
std::string format_line(const LogEntry& entry, std::string_view host);

class DeviceLog {
  public:
    static constexpr std::size_t message_limit = 8192; // bytes of a message; rsyslog's, too

    // Files `log` and `log.1` below `directory`; each of at most `limit` bytes.
    DeviceLog(std::filesystem::path directory, std::string host, std::uint64_t limit = 1U << 20U);
    DeviceLog(const DeviceLog&) = delete;
    DeviceLog& operator=(const DeviceLog&) = delete;

    void add(LogEntry entry);
    // A line of a system program at this moment; each call is a process of its own, but systemd.
    void system(std::string_view program, std::string message, unsigned severity = 6);

    // What log.1 held is gone, and log begins anew; done by itself when log is full.
    void rotate();

    std::string all() const;
    std::string of(std::string_view app) const; // only what its own processes wrote

  private:
    void open();
    void rotate_locked();
    template <typename Keep>
    std::string select(const Keep& keep) const;

    std::filesystem::path directory_;
    std::string host_;
    std::uint64_t limit_;
    std::uint64_t size_ = 0;
    LogTime last_{};
    std::atomic<long> next_pid_ = 1800;
    Descriptor descriptor_{};
    mutable std::mutex mutex_;
};

} // namespace acapctl::emulator
