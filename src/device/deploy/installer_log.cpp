#include "device/deploy/installer_log.hpp"

#include "acapctl/error.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace acapctl::device {

namespace {

// A log of the size that devices have comes in a fraction of this; without one an upload goes on.
constexpr std::chrono::seconds longest_read{10};

// acap-install until AXIS OS 9, acapctl since 11.
bool is_of_installer(const LogLine& line) {
    constexpr std::array<std::string_view, 4> names{"upload.cgi", "acapctl", "acapmanager",
                                                    "acap-install"};
    return std::ranges::find(names, line.process) != names.end();
}

} // namespace

std::optional<LogPage> InstallerLog::read() {
    try {
        return reader_.fetch(longest_read);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::interrupted) throw;
        return std::nullopt;
    }
}

void InstallerLog::begin() {
    seen_ = {};
    cut_.reset();
    lines_.clear();
    auto page = read();
    counts_ = page.has_value();
    best_ = reach_ = counts_ ? Reach::whole : Reach::unread;
    if (!page) return;
    had_lines_ = !page->lines.empty();
    seen_.advance(std::move(*page));
    cut_ = seen_.held();
}

void InstallerLog::look() {
    auto page = read();
    if (!page) {
        reach_ = Reach::unread;
        return;
    }
    const bool emptied = had_lines_ && page->lines.empty();
    LogMerge::Step step = seen_.advance(std::move(*page));
    if (step.gap && best_ == Reach::whole) best_ = Reach::turned_over;
    const bool by_time = step.gap || !counts_;
    counts_ = true;
    for (std::string& text : step.lines) {
        const LogLine line = parse_log_line(text);
        if (is_of_installer(line) && (!by_time || is_later(line)) && !is_rest_of_cut(text))
            lines_.push_back(std::move(text));
    }
    reach_ = emptied && best_ == Reach::whole ? Reach::turned_over : best_;
}

bool InstallerLog::is_later(const LogLine& line) const {
    return device_time_ && line.epoch && *line.epoch >= *device_time_ + 1000;
}

bool InstallerLog::is_rest_of_cut(const std::string& line) {
    if (!cut_ || !line.starts_with(*cut_)) return false;
    cut_.reset();
    return true;
}

} // namespace acapctl::device
