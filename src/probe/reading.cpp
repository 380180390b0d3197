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
constexpr int quiet_fetches = 6; // a device writes all lines of a part within a moment
constexpr milliseconds pause{500};
constexpr int longest = 10;            // times the patience
constexpr std::size_t most_steps = 40; // steps of one run; larod may list thousands of devices
// Between looks at whether a probe runs of which nothing is heard, and how many must find that it
// does not: a device may take a moment to start it, and the last lines of one may come late.
constexpr seconds look_for_start{1};
constexpr int sure_not_started = 3;
constexpr seconds look_for_end{3};
constexpr int sure_ended = 2;

bool tells_good_end(const std::string& line) {
    return line.find("Deactivated successfully") != std::string::npos ||
           line.find(".service: Succeeded") != std::string::npos;
}

// The last line in which systemd tells how the application ended (AXIS OS 9 to 12); empty: none
// does.
std::string end_by_system(device::Session& session, const std::string& app) {
    std::string last;
    try {
        for (const std::string& text : device::LogReader(session, app, true).fetch().lines) {
            const device::LogLine line = device::parse_log_line(text);
            const bool tells = tells_good_end(line.message) ||
                               line.message.find("Main process exited") != std::string::npos;
            if (tells && device::is_from_system(line)) last = line.message;
        }
    } catch (const Error& error) { // a log that may not be read tells nothing
        if (error.kind() == ErrorKind::interrupted) throw;
    }
    return last;
}

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

Reading::Result Reading::run(const Tell& tell) {
    end_ = clock_.now() + longest * patience_;
    for (int attempt = 1;; ++attempt) {
        start();
        if (attempt == 1) deadline_ = clock_.now() + patience_;
        tell("waiting for the probe's report");
        auto report = wait(tell);
        if (told_ > most_steps) tell(fmt::format("probe: and {} steps more", told_ - most_steps));
        if (report) return {.report = std::move(*report)};
        if (collector_.too_long() > 0) throw_too_long();
        if (auto beginning = collector_.beginning()) beginning_ = std::move(beginning);
        if (!ended_ && out_of_time()) return without_the_rest(silent());
        if (attempt == most_attempts || out_of_time()) return without_the_rest(incomplete(attempt));
        session_.warn(fmt::format("{}: {}; the probe is started again",
                                  text::visible(session_.target().name), loss()));
        collector_.forget_runs();
    }
}

Reading::Result Reading::without_the_rest(Failure why) const {
    if (!beginning_) throw Error(std::move(why));
    const std::string loss = why.message;
    why.message = "only the beginning of the probe's report is there: " + loss;
    return {.report = *beginning_, .lacking = std::move(why), .loss = loss};
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
    how_it_ended_.clear();
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
    // No line of ours begins with what a device says: a CI system could take it for a command.
    for (; told_ < doing.size(); ++told_)
        if (told_ < most_steps) tell("probe: " + text::visible(doing[told_]));
    note_life();
}

void Reading::note_life() {
    looked_ = clock_.now();
    seen_stopped_ = 0;
    deadline_ = looked_ + patience_;
}

std::optional<json> Reading::wait(const Tell& tell) {
    std::string before = collector_.progress();
    for (int quiet = 0; quiet < quiet_fetches;) {
        fetch();
        tell_what_it_does(tell);
        if (auto report = collector_.report()) return report;
        if (collector_.too_long() > 0) return std::nullopt;
        const std::string now = collector_.progress();
        if (now != before) note_life();
        const bool lacks_lines = collector_.has_gap() || collector_.is_no_report();
        quiet = lacks_lines && now == before ? quiet + 1 : 0;
        before = now;
        if (has_ended()) return report_of_ended();
        if (out_of_time()) return std::nullopt;
        clock_.sleep(session_.stop(), pause);
    }
    return is_running() ? std::nullopt : report_of_ended();
}

// What it said last may come only now. Where no line is missing before the last one that arrived,
// it was ended; else the log has lost some.
std::optional<json> Reading::report_of_ended() {
    fetch();
    if (auto report = collector_.report()) return report;
    how_it_ended_ = end_by_system(session_, app_);
    if (!has_said_anything()) throw_not_started("it has ended, and has said nothing");
    ended_ = !tells_good_end(how_it_ended_) && (!collector_.has_gap() || collector_.breaks_off());
    return std::nullopt;
}

bool Reading::has_said_anything() const {
    return collector_.has_begun() || !collector_.doing().empty();
}

bool Reading::is_running() {
    const auto applications = device::list_applications(session_);
    const device::Application* now = find_application(applications, app_);
    return now != nullptr && now->running();
}

bool Reading::has_ended() {
    const bool is_last_look = out_of_time();
    const bool said = has_said_anything();
    if (clock_.now() - looked_ < (said ? look_for_end : look_for_start) && !is_last_look)
        return false;
    looked_ = clock_.now();
    if (is_running()) {
        seen_stopped_ = 0;
        return false;
    }
    // What the log says of why it does not start needs no second look.
    return is_last_look || ++seen_stopped_ == (said ? sure_ended : sure_not_started) ||
           (!said && device::likely_cause(lines_));
}

void Reading::throw_not_started(const std::string& why) const {
    const auto cause = device::likely_cause(lines_);
    Failure failure{.kind = ErrorKind::condition,
                    .code = "probe-not-started",
                    .message = "the probe does not start: " + (cause ? cause->what : why),
                    .hint = "its log may say why",
                    .advice = {{Advice::keep_probe, {app_}}}};
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

Failure Reading::silent() const {
    const auto& doing = collector_.doing();
    return {
        .kind = ErrorKind::condition,
        .code = "probe-silent",
        .message = fmt::format(
            "the probe did not finish its report within {} s: {} arrived{}",
            std::chrono::duration_cast<seconds>(clock_.now() - started_).count(),
            collector_.progress(),
            doing.empty() ? "" : ", and the last that it told was: " + text::visible(doing.back())),
        .hint = "a slow device needs longer, and its log may say why",
        .advice = {{Advice::wait_longer}, {Advice::keep_probe, {app_}}}};
}

std::string Reading::loss() const {
    const std::string arrived = collector_.progress();
    if (ended_ && !collector_.has_begun()) return "the probe has ended before its report";
    if (ended_)
        return fmt::format("the probe has ended before its report was whole ({} arrived)", arrived);
    if (collector_.is_no_report()) return "all lines of the probe have arrived, and are no report";
    const std::string missing = collector_.missing();
    return fmt::format("its log has cut or lost lines of the report ({} arrived{})", arrived,
                       missing.empty() ? "" : ", without " + missing);
}

Failure Reading::incomplete(int attempts) const {
    const bool whole = !ended_ && collector_.is_no_report();
    std::string hint = "another application may be flooding the log";
    if (ended_ && !how_it_ended_.empty())
        hint = "the device's log says: " + text::visible(how_it_ended_);
    else if (ended_)
        hint = "the device may have ended it: its log may say why";
    else if (whole)
        hint = "what is on the device may not be our probe";
    return {.kind = ErrorKind::condition,
            .code = ended_  ? "probe-ended"
                    : whole ? "probe-unusable"
                            : "probe-incomplete",
            .message = loss() + (attempts > 1 ? ", each time the probe ran" : ""),
            .hint = std::move(hint),
            .advice = {{Advice::keep_probe, {app_}}},
            .retryable = !whole};
}

} // namespace acapctl::probe
