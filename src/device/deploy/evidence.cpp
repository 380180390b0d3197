#include "device/deploy/evidence.hpp"

#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

constexpr std::size_t excerpt_lines = 20;

// Lines of systemd that say that a program did not live (AXIS OS 9 to 12).
bool tells_failure(const std::string& line) {
    const bool ended_badly = line.find("Main process exited") != std::string::npos &&
                             line.find("status=0") == std::string::npos;
    if (ended_badly) return true;
    for (const char* words : {"Start request repeated too quickly", "Exec format error",
                              "code=killed", "code=dumped", "Failed at step", "Failed with result"})
        if (line.find(words) != std::string::npos) return true;
    return false;
}

// The loader speaks with the program's name.
bool tells_loader_failure(const std::string& line) {
    return line.find("error while loading shared libraries") != std::string::npos ||
           line.find("Exec format error") != std::string::npos;
}

bool tells_good_end(const std::string& line) {
    return line.find("Deactivated successfully") != std::string::npos ||
           line.find(".service: Succeeded") != std::string::npos;
}

} // namespace

Evidence::Evidence(Session& session, const std::string& app)
    : session_(session), app_(app), own_(session, app), system_(session, "") {
    read([&] {
        own_seen_.advance(own_.fetch());
        system_seen_.advance(system_.fetch());
    });
    before_ = own_seen_;
}

void Evidence::look() {
    read([&] {
        for (std::string& line : own_seen_.advance(own_.fetch()).lines) add(std::move(line));
        for (std::string& line : system_seen_.advance(system_.fetch()).lines)
            if (concerns(parse_log_line(line), app_) && !text::contains(lines_, line))
                add(std::move(line));
    });
}

// What was installed is not undone for a log that cannot be read: the status must do then.
void Evidence::read(const std::function<void()>& fetch) {
    if (!readable_) return;
    try {
        fetch();
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::interrupted) throw;
        readable_ = false;
        session_.warn(fmt::format("{}: its log cannot be read: {}",
                                  text::visible(session_.target().name), error.what()));
    }
}

std::vector<std::string> Evidence::excerpt() const {
    std::vector<std::string> sorted = lines_;
    std::ranges::stable_sort(
        sorted, {}, [](const std::string& line) { return parse_log_line(line).epoch.value_or(0); });
    const std::size_t skip = sorted.size() - std::min(sorted.size(), excerpt_lines);
    return {sorted.begin() + static_cast<std::ptrdiff_t>(skip), sorted.end()};
}

bool Evidence::shows(const Pattern& pattern) const {
    return std::ranges::any_of(lines_, [&](const std::string& line) {
        return pattern.matches(line) || pattern.matches(parse_log_line(line).message);
    });
}

void Evidence::add(std::string line) {
    const bool system = is_from_system(parse_log_line(line));
    const bool failure = system ? tells_failure(line) : tells_loader_failure(line);
    failed_ = failed_ || failure;
    ran_ = ran_ || (!failure && (!system || tells_good_end(line)));
    lines_.push_back(std::move(line));
}

} // namespace acapctl::device
