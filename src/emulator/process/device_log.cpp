#include "emulator/process/device_log.hpp"

#include "support/files.hpp"
#include "support/text.hpp"
#include "support/time.hpp"

#include <array>
#include <cstdio>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace acapctl::emulator {

namespace {

std::string timestamp(LogTime time) {
    using namespace std::chrono;
    return utc_milliseconds_text(duration_cast<milliseconds>(time.time_since_epoch()).count(),
                                 "+00:00");
}

const char* level(unsigned severity) {
    static constexpr std::array names{"EMERG",   "ALERT",  "CRIT", "ERR",
                                      "WARNING", "NOTICE", "INFO", "DEBUG"};
    return names[severity % names.size()];
}

// A message is one line: rsyslog writes the control characters that would break it as #ooo.
std::string one_line(std::string_view message) {
    std::string line;
    for (const char c : message.substr(0, DeviceLog::message_limit)) {
        if (c == '\n' || c == '\r' || c == '\0')
            line += fmt::format("#{:03o}", static_cast<unsigned char>(c));
        else
            line += c;
    }
    return line;
}

// A name is what stands between two blanks or before a tab: it can hold neither, nor anything else
// that is not shown. RFC 5424 gives it 48 characters; applications have longer ones.
std::string one_word(std::string_view name) {
    std::string word;
    for (const char c : name.substr(0, 128)) {
        const auto byte = static_cast<unsigned char>(c);
        word += byte > 0x20 && byte != 0x7F ? std::string(1, c) : fmt::format("#{:03o}", byte);
    }
    return word;
}

} // namespace

std::string format_line(const LogEntry& entry, std::string_view host) {
    const std::string pid = entry.pid > 0 ? fmt::format("[{}]", entry.pid) : std::string();
    return fmt::format("{} {} [ {:<8}] {}{}: {}", timestamp(entry.time), host,
                       level(entry.severity), one_word(entry.program), pid,
                       one_line(entry.message));
}

DeviceLog::DeviceLog(std::filesystem::path directory, std::string host, std::uint64_t limit)
    : directory_(std::move(directory)), host_(std::move(host)), limit_(limit) {
    open();
}

void DeviceLog::open() {
    const auto path = directory_ / "log";
    descriptor_ = Descriptor(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600));
    struct stat status {};
    size_ = descriptor_ && ::fstat(descriptor_.get(), &status) == 0
                ? static_cast<std::uint64_t>(status.st_size)
                : 0;
}

void DeviceLog::rotate() {
    const std::lock_guard lock(mutex_);
    rotate_locked();
}

void DeviceLog::rotate_locked() {
    std::error_code ignored;
    std::filesystem::rename(directory_ / "log", directory_ / "log.1", ignored);
    open();
}

// On disk each line begins with the application it belongs to and a tab.
void DeviceLog::add(LogEntry entry) {
    const std::lock_guard lock(mutex_);
    // The clock may step back; the log of one device never does.
    entry.time = last_ = std::max(last_, entry.time);
    const std::string line =
        fmt::format("{}\t{}\n", one_word(entry.app), format_line(entry, host_));
    if (size_ > 0 && size_ + line.size() > limit_) rotate_locked();
    // A full disk loses lines, as it does on a device, but leaves no half ones.
    const ssize_t written = ::write(descriptor_.get(), line.data(), line.size());
    if (written == static_cast<ssize_t>(line.size()))
        size_ += line.size();
    else if (written > 0)
        (void)!::ftruncate(descriptor_.get(), static_cast<off_t>(size_));
}

void DeviceLog::system(std::string_view program, std::string message, unsigned severity) {
    add({.time = std::chrono::system_clock::now(),
         .severity = severity,
         .program = std::string(program),
         .pid = program == "systemd" ? 1 : next_pid_++,
         .message = std::move(message)});
}

template <typename Keep>
std::string DeviceLog::select(const Keep& keep) const {
    const std::lock_guard lock(mutex_);
    std::string result;
    for (const char* name : {"log.1", "log"}) {
        const auto path = directory_ / name;
        if (!std::filesystem::exists(path)) continue;
        for (const std::string& line : text::lines(read_file(path))) {
            const std::size_t tab = line.find('\t');
            if (tab == line.npos || !keep(std::string_view(line).substr(0, tab))) continue;
            result.append(line, tab + 1);
            result += '\n';
        }
    }
    return result;
}

std::string DeviceLog::all() const {
    return select([](std::string_view) { return true; });
}

std::string DeviceLog::of(std::string_view app) const {
    return select([&](std::string_view owner) { return owner == app; });
}

} // namespace acapctl::emulator
