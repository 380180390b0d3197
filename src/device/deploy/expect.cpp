#include "device/deploy/expect.hpp"

#include "device/deploy/evidence.hpp"
#include "device/vapix/applications.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds status_pause{500};

Error not_met(std::string message) {
    return Error({.kind = ErrorKind::condition,
                  .code = "not-running",
                  .message = std::move(message),
                  .hint = "its log tells why",
                  .advice = {{Advice::read_log}, {Advice::wait_longer}}});
}

std::string status_of(Session& session, const std::string& app) {
    const auto applications = list_applications(session);
    const Application* entry = find_application(applications, app);
    if (entry == nullptr)
        throw not_met(fmt::format("'{}' is no longer installed", text::visible(app)));
    return entry->status;
}

// Nothing: the device is out of reach for a moment, which says nothing about the application.
std::optional<std::string> try_status(Session& session, const std::string& app, bool last) {
    const Session::Polling polling(session);
    try {
        return status_of(session, app);
    } catch (const Error& error) {
        if (last || error.kind() != ErrorKind::unreachable) throw;
        return std::nullopt;
    }
}

// Idle is what devices before AXIS OS 6 show for an application that was started.
bool is_alive(const std::string& status) {
    return status == "Running" || status == "Idle";
}

void refuse_failed(Evidence& evidence, const std::string& app) {
    evidence.look();
    if (evidence.failed())
        throw not_met(fmt::format("'{}' failed, says the log of the device", text::visible(app)));
}

void expect_running(Session& session, const DeployOptions& options, DeployReport& report,
                    Evidence& evidence, const Clock& clock) {
    const auto deadline = clock.now() + options.wait;
    std::optional<Clock::Time> alive_since;
    unsigned idle_looks = 0;
    for (;;) {
        milliseconds pause = status_pause;
        const auto status = try_status(session, report.application, clock.now() >= deadline);
        report.status = status.value_or("");
        const auto now = clock.now();
        if (!status) {
            alive_since.reset();
        } else if (is_alive(report.status)) {
            if (!alive_since) alive_since = now;
            if (now - *alive_since >= options.settle) {
                // An application that is restarted again and again looks alive at every look.
                refuse_failed(evidence, report.application);
                return;
            }
            const auto left = *alive_since + options.settle - now;
            pause = std::min(pause, std::chrono::ceil<milliseconds>(left));
        } else if (alive_since) {
            throw not_met(fmt::format("'{}' started and then ended (status {})",
                                      text::visible(report.application),
                                      text::visible(report.status)));
        } else if (++idle_looks; now >= deadline) {
            throw not_met(fmt::format("'{}' is not running after {} s (status {})",
                                      text::visible(report.application),
                                      options.wait.count() / 1000, text::visible(report.status)));
        } else if (std::has_single_bit(idle_looks) && idle_looks > 1) {
            refuse_failed(evidence, report.application); // no need to wait for what will not come
        }
        clock.sleep(session.stop(), pause);
    }
}

// Within the same wait: a line that says that the application has come up.
void expect_line(Session& session, const DeployOptions& options, DeployReport& report,
                 Evidence& evidence, const Clock& clock, Clock::Time deadline) {
    const Pattern pattern(options.until, "the expression");
    for (;;) {
        evidence.look();
        if (evidence.shows(pattern)) return;
        if (clock.now() >= deadline)
            throw not_met(fmt::format("no line of the log of '{}' matched '{}' within {} s",
                                      text::visible(report.application),
                                      text::visible(options.until), options.wait.count() / 1000));
        clock.sleep(session.stop(), status_pause);
        report.status = try_status(session, report.application, false).value_or("");
        if (options.expect != Expect::exit && !report.status.empty() && !is_alive(report.status))
            throw not_met(fmt::format("'{}' ended (status {}) before a line of its log matched "
                                      "'{}'",
                                      text::visible(report.application),
                                      text::visible(report.status), text::visible(options.until)));
    }
}

void expect_exit(Session& session, const DeployOptions& options, DeployReport& report,
                 Evidence& evidence, const Clock& clock) {
    const auto deadline = clock.now() + options.wait;
    bool seen_alive = false;
    for (;;) {
        const bool last = clock.now() >= deadline;
        report.status = try_status(session, report.application, last).value_or("");
        const bool alive = report.status.empty() || is_alive(report.status);
        seen_alive = seen_alive || report.status == "Running";
        if (!alive) refuse_failed(evidence, report.application);
        if (!alive && (seen_alive || evidence.ran())) return;
        if (clock.now() >= deadline)
            throw not_met(alive ? fmt::format("'{}' is still running after {} s",
                                              text::visible(report.application),
                                              options.wait.count() / 1000)
                                : fmt::format("'{}' was never seen running and its log has no line "
                                              "of it",
                                              text::visible(report.application)));
        clock.sleep(session.stop(), status_pause);
    }
}

// What the log says about a failed start: shown, and its cause named if a line tells it.
Error explained(const Error& error, Evidence& evidence, const DeployObserver& observer,
                DeployReport& report) {
    try {
        evidence.look();
    } catch (const Error&) {
        // The failure itself matters more than its log.
    }
    const std::vector<std::string> lines = evidence.excerpt();
    if (observer.on_log) observer.on_log(lines);
    report.cause = likely_cause(lines);
    if (!report.cause) return error;
    Failure failure = error.failure();
    failure.message += fmt::format("; likely because {} ('{}')", report.cause->what,
                                   text::visible(parse_log_line(report.cause->line).message));
    failure.hint = report.cause->remedy;
    failure.advice = report.cause->advice;
    return Error(failure);
}

} // namespace

void start_and_expect(Session& session, const DeployOptions& options,
                      const DeployObserver& observer, DeployReport& report, const Clock& clock) {
    const std::string& app = report.application;
    Evidence evidence(session, app);
    report.log_before_start = evidence.before();
    // The same build runs: nothing is started anew, and the line of its start may be long gone.
    const bool runs_already =
        report.outcome.kind == DeployOutcome::Kind::unchanged && report.status == "Running";
    if (observer.on_step)
        observer.on_step(runs_already ? text::visible(app) + " is running already"
                                      : "starting " + text::visible(app));
    try {
        const auto deadline = clock.now() + options.wait;
        send_control(session, Control::start, app); // lost or not, the status that follows decides
        if (options.expect == Expect::running)
            expect_running(session, options, report, evidence, clock);
        else if (options.expect == Expect::exit)
            expect_exit(session, options, report, evidence, clock);
        else
            report.status = status_of(session, app);
        if (!options.until.empty() && !runs_already)
            expect_line(session, options, report, evidence, clock, deadline);
    } catch (const Error& error) {
        const bool is_its_own =
            error.kind() == ErrorKind::condition || error.kind() == ErrorKind::refused;
        if (!is_its_own) throw;
        throw explained(error, evidence, observer, report);
    }
}

} // namespace acapctl::device
