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

// So many lines in a row that do not come again.
constexpr std::size_t mark_length = 4;

} // namespace

InstallerTrace trace_of(const std::vector<std::string>& lines, const std::string& app) {
    InstallerTrace trace;
    const std::string success = "Successfully installed application '" + app + "'";
    for (const std::string& text : lines) {
        const std::string message = parse_log_line(text).message;
        trace.arrived = true;
        if (message.find(success) != std::string::npos) trace.installed = true;
        if (message.starts_with("code ")) trace.failure = message;
    }
    return trace;
}

std::optional<LogPage> InstallerLog::read() {
    try {
        return reader_.fetch(longest_read);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::interrupted) throw;
        return std::nullopt;
    }
}

std::optional<LogPage> InstallerLog::first_page() {
    seen_ = {};
    cut_.reset();
    lines_.clear();
    auto page = read();
    counts_ = page.has_value();
    best_ = reach_ = counts_ ? Reach::whole : Reach::unread;
    had_lines_ = counts_ && !page->lines.empty();
    return page;
}

void InstallerLog::begin() {
    auto page = first_page();
    if (!page) return;
    mark_.assign(page->lines.end() -
                     static_cast<std::ptrdiff_t>(std::min(mark_length, page->lines.size())),
                 page->lines.end());
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
    take(std::move(step.lines), step.gap || !counts_);
    counts_ = true;
    reach_ = emptied && best_ == Reach::whole ? Reach::turned_over : best_;
}

void InstallerLog::take(std::vector<std::string> lines, bool by_time) {
    for (std::string& text : lines) {
        const LogLine line = parse_log_line(text);
        if (is_of_installer(line) && (!by_time || is_later(line)) && !is_rest_of_cut(text))
            lines_.push_back(std::move(text));
    }
}

void InstallerLog::go_on_from(const std::vector<std::string>& mark) {
    auto page = first_page();
    if (!page) return;
    std::vector<std::string> lines = page->lines;
    seen_.advance(std::move(*page));
    const auto found = std::find_end(lines.begin(), lines.end(), mark.begin(), mark.end());
    const bool lost = !mark.empty() && found == lines.end();
    if (lost) best_ = reach_ = Reach::turned_over;
    if (!mark.empty() && !lost) lines.erase(lines.begin(), std::next(found, std::ssize(mark)));
    take(std::move(lines), lost);
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
