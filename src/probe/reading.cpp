#include "probe/reading.hpp"

#include "device/deploy/causes.hpp"
#include "device/log/log.hpp"
#include "device/vapix/applications.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::probe {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr int most_attempts = 3;
constexpr int quiet_fetches = 6; // a device writes all lines within a moment
constexpr milliseconds pause{500};
constexpr int longest = 10;      // times the patience
constexpr seconds look_after{5}; // at whether a probe runs that has said nothing yet
constexpr int sure_stopped = 2;  // looks: its last lines may come late

} // namespace

Reading::Reading(device::Session& session, std::string app, milliseconds patience,
                 const device::Clock& clock)
    : session_(session), app_(std::move(app)), patience_(patience), clock_(clock),
      log_(session, app_) {
    fetch();
    old_lines_.insert(lines_.begin(), lines_.end());
    lines_.clear();
    collector_.forget_runs();
}

json Reading::run(const Tell& tell) {
    end_ = clock_.now() + longest * patience_;
    for (int attempt = 1;; ++attempt) {
        start();
        if (attempt == 1) deadline_ = clock_.now() + patience_;
        tell("waiting for the probe's report");
        if (auto report = wait(tell)) return *report;
        if (collector_.too_long() > 0) throw_too_long();
        if (out_of_time()) throw_silent();
        if (attempt == most_attempts) throw_lost_lines();
        session_.warn(fmt::format("{}: {}; the probe is started again",
                                  text::visible(session_.target().name), loss()));
        collector_.forget_runs();
    }
}

void Reading::start() {
    using device::Control;
    try {
        // A device may not have noticed yet that the last one has ended.
        if (!device::control_application(session_, Control::start, app_, clock_).changed)
            device::control_application(session_, Control::restart, app_, clock_);
    } catch (const Error& error) {
        if (error.failure().code != "cannot-start") throw;
        fetch();
        throw_not_started(error.what());
    }
    started_ = looked_ = clock_.now();
    told_ = 0;
    seen_stopped_ = 0;
    ended_ = false;
}

void Reading::fetch() {
    lines_.clear();
    for (std::string& line : log_.fetch().lines) {
        collector_.add(device::parse_log_line(line).message, line);
        if (!old_lines_.contains(line)) lines_.push_back(std::move(line));
    }
}

bool Reading::out_of_time() const {
    return clock_.now() >= std::min(deadline_, end_);
}

void Reading::tell_what_it_does(const Tell& tell) {
    const auto& doing = collector_.doing();
    if (told_ == doing.size()) return;
    for (; told_ < doing.size(); ++told_) tell(text::visible(doing[told_]));
    looked_ = clock_.now();
    seen_stopped_ = 0;
    deadline_ = looked_ + patience_;
}

std::optional<json> Reading::wait(const Tell& tell) {
    std::string before;
    for (int quiet = 0; quiet < quiet_fetches;) {
        fetch();
        tell_what_it_does(tell);
        if (auto report = collector_.report()) return report;
        if (collector_.too_long() > 0 || out_of_time()) return std::nullopt;
        const std::string now = collector_.progress();
        quiet = collector_.has_begun() && now == before ? quiet + 1 : 0;
        before = now;
        if (has_ended()) {
            if (collector_.doing().empty()) throw_not_started("it has ended, and has said nothing");
            ended_ = true;
            return std::nullopt;
        }
        clock_.sleep(session_.stop(), pause);
    }
    return std::nullopt;
}

// Before its report: one that runs no more will not write it.
bool Reading::has_ended() {
    if (collector_.has_begun() || clock_.now() - looked_ < look_after) return false;
    looked_ = clock_.now();
    const auto applications = device::list_applications(session_);
    const device::Application* now = find_application(applications, app_);
    seen_stopped_ = now == nullptr || !now->running() ? seen_stopped_ + 1 : 0;
    return seen_stopped_ == sure_stopped;
}

void Reading::throw_not_started(const std::string& why) const {
    const auto cause = device::likely_cause(lines_);
    Failure failure{.kind = ErrorKind::condition,
                    .code = "probe-not-started",
                    .message = "the probe does not start: " + (cause ? cause->what : why),
                    .hint = "its log may say why",
                    .advice = {{Advice::read_log}}};
    if (cause) failure.hint = "its log says: " + text::visible(cause->line);
    throw Error(std::move(failure));
}

void Reading::throw_too_long() const {
    throw Error({.kind = ErrorKind::condition,
                 .code = "probe-too-long",
                 .message = fmt::format("the probe's report has {} lines, and no more than {} are "
                                        "taken",
                                        collector_.too_long(), Collector::most_pieces),
                 .hint = "a report has some 30; what is on the device is not our probe, or the "
                         "device lists more than it can have"});
}

void Reading::throw_silent() const {
    throw Error({.kind = ErrorKind::condition,
                 .code = "probe-silent",
                 .message = fmt::format(
                     "the probe did not finish its report within {} s: {} "
                     "arrived",
                     std::chrono::duration_cast<seconds>(clock_.now() - started_).count(),
                     collector_.progress()),
                 .hint = "a slow device needs longer, and its log may say why",
                 .advice = {{Advice::wait_longer}, {Advice::read_log}}});
}

std::string Reading::loss() const {
    if (ended_) return "the probe has ended before its report";
    if (collector_.is_no_report()) return "all lines of the probe have arrived, and are no report";
    return fmt::format("its log has cut or lost lines of the report ({} arrived)",
                       collector_.progress());
}

void Reading::throw_lost_lines() const {
    const char* hint = "another application may be flooding the log";
    if (ended_)
        hint = "the device may have ended it: its log may say why";
    else if (collector_.is_no_report())
        hint = "what is on the device may not be our probe";
    throw Error({.kind = ErrorKind::condition,
                 .code = "probe-incomplete",
                 .message = loss() + ", each time the probe ran",
                 .hint = hint,
                 .advice = {{Advice::read_log}},
                 .retryable = true});
}

} // namespace acapctl::probe
