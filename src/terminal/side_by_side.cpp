#include "terminal/side_by_side.hpp"

#include "support/text.hpp"
#include "terminal/wrap.hpp"

#include <algorithm>
#include <exception>
#include <system_error>

#include <fmt/format.h>

namespace acapctl {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds period{250};
constexpr milliseconds quick{300}; // what is done by then needs no status line
constexpr milliseconds gathering{1000};
constexpr std::size_t few = 5; // names that a note tells

AtWork::Time now() {
    return std::chrono::steady_clock::now();
}

} // namespace

SideBySide::SideBySide(Terminal& terminal, std::string things, std::vector<std::string> names)
    : terminal_(terminal), before_(terminal.together_), things_(std::move(things)),
      names_(std::move(names)), start_(now()), at_work_(names_.size()) {
    terminal_.together_ = this;
    if (names_.size() < 2 && !terminal.progress_is_live()) return;
    try {
        clock_ = std::jthread([this](const std::stop_token& stop) {
            std::unique_lock lock(mutex_);
            while (!change_.wait_for(lock, stop, period, [&] { return stop.stop_requested(); }))
                tick();
        });
    } catch (const std::system_error&) { // no more threads: all is told at the end
    }
}

SideBySide::~SideBySide() {
    clock_ = {};
    terminal_.together_ = before_;
    tell_held(Time::max());
    terminal_.clear_status();
}

SideBySide::Turn::Turn(SideBySide& all, const std::string& name)
    : all_(all), name_(name), exceptions_(std::uncaught_exceptions()) {
    const std::lock_guard lock(all_.mutex_);
    all_.at_work_.begin(name_, now());
}

SideBySide::Turn::~Turn() {
    const std::lock_guard lock(all_.mutex_);
    const bool thrown = std::uncaught_exceptions() > exceptions_;
    all_.at_work_.end(name_, thrown && how_ == AtWork::End::done ? AtWork::End::failed : how_);
}

void SideBySide::Turn::failed(const std::string& why) {
    how_ = AtWork::End::failed;
    const std::lock_guard lock(all_.mutex_);
    if (!why.empty()) all_.failed_.emplace_back(name_, why);
}

void SideBySide::doing(const std::string& name, const std::string& what) {
    const std::lock_guard lock(mutex_);
    at_work_.doing(name, what, now());
    if (names_.size() < 2) show(now());
}

void SideBySide::tell_gathered() {
    const std::lock_guard lock(mutex_);
    tell_held(Time::max());
    if (height() > 0) tell_failed();
}

std::size_t SideBySide::height() const {
    return names_.size() < 2 ? 0 : terminal_.table_height();
}

void SideBySide::say(bool warning, const std::string& name, const std::string& text) {
    const std::lock_guard lock(mutex_);
    if (names_.size() < 2) return tell({warning, text, {name}});
    const auto same = std::ranges::find_if(
        held_, [&](const Held& held) { return held.warning == warning && held.text == text; });
    if (same == held_.end())
        held_.push_back({warning, text, {name}, now()});
    else if (std::ranges::find(same->names, name) == same->names.end())
        same->names.push_back(name);
}

// What is held waits for an answer too: it would be told in the middle of the question's line.
void SideBySide::tick() {
    if (!terminal_.is_asking()) tell_held(now() - gathering);
    show(now());
}

void SideBySide::show(Time time) {
    if (time - start_ < quick) return;
    if (const std::size_t most = height(); most > 0) {
        tell_failed();
        return terminal_.status(at_work_.table(things_, time, most));
    }
    const std::string line = at_work_.line(things_, time);
    if (!line.empty()) terminal_.status(line);
}

// In one line: all of it is told with the result.
void SideBySide::tell_failed() {
    if (terminal_.is_asking()) return;
    const StyledText failed("failed: ", Style::red);
    const auto columns = static_cast<std::size_t>(std::max(terminal_.width(), 20));
    for (const auto& [name, why] : std::exchange(failed_, {}))
        terminal_.tell(failed + fitted(text::visible(fmt::format("{}: {}", name, why)),
                                       columns - failed.characters()));
}

void SideBySide::tell(Held held) const {
    std::ranges::sort(held.names, {}, [&](const std::string& name) {
        return std::ranges::find(names_, name) - names_.begin();
    });
    const std::string text = fmt::format("{}: {}", who(held), held.text);
    if (held.warning)
        terminal_.warn(text);
    else
        terminal_.note(text);
}

// A warning names each, whatever their number; of notes the number is what counts.
std::string SideBySide::who(const Held& held) const {
    const std::size_t count = held.names.size();
    if (count == names_.size() && count > 2) return fmt::format("all {} {}", count, things_);
    return held.warning ? text::join(held.names, ", ") : names_in_short(held.names, few);
}

void SideBySide::tell_held(Time before) {
    for (; !held_.empty() && held_.front().since <= before; held_.pop_front()) tell(held_.front());
}

} // namespace acapctl
