// Starting an application and watching whether it lives.
#include "device/applications.hpp"
#include "device/deploy.hpp"
#include "device/log_follow.hpp"
#include "device/requests.hpp"
#include "device/vapix_errors.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds poll_pause{500};
constexpr std::size_t excerpt_lines = 20;

// Lines of systemd and the loader that say that a program did not live (AXIS OS 9 to 12).
bool tells_failure(const std::string& line) {
    const bool ended_badly = line.find("Main process exited") != std::string::npos &&
                             line.find("status=0") == std::string::npos;
    if (ended_badly) return true;
    for (const char* words :
         {"Start request repeated too quickly", "Exec format error",
          "error while loading shared libraries", "code=killed", "code=dumped", "Failed at step"})
        if (line.find(words) != std::string::npos) return true;
    return false;
}

// Lines that the parts of AXIS OS write about an application, not itself.
bool is_from_system(const std::string& line) {
    static const std::vector<std::string> names{"acapctl",      "acapmanager",    "systemd",
                                                "acap-install", "acap-startstop", "upload.cgi"};
    const LogLine parsed = parse_log_line(line);
    return std::ranges::find(names, parsed.process) != names.end() || parsed.pid == 0 ||
           parsed.process.starts_with('(');
}

// What the log says since the application was started.
class Evidence {
  public:
    // Remembers what the log has before the start. An account that may control applications but not
    // read logs does without.
    Evidence(Session& session, std::string app)
        : session_(session), app_(app), own_(session, std::move(app)) {
        try {
            merge_.advance(own_.fetch());
        } catch (const Error& error) {
            if (error.exit() != ExitCode::refused && error.exit() != ExitCode::authentication)
                throw;
            readable_ = false;
            session_.warn(fmt::format("{}: its log cannot be read: {}",
                                      text::visible(session_.target().name), error.what()));
        }
    }
    const LogMerge& merge() const { return merge_; }

    void look() {
        if (!readable_) return;
        const LogPage page = own_.fetch();
        for (std::string& line : merge_.advance(page).lines) {
            failed_ = failed_ || tells_failure(line);
            ran_ = ran_ || (!is_from_system(line) && !tells_failure(line));
            lines_.push_back(std::move(line));
        }
    }
    // Where the filtered log is silent, the lines of the whole log that name the application.
    void look_everywhere() {
        if (!readable_) return;
        LogReader all(session_, "");
        std::vector<std::string> named;
        for (std::string& line : all.fetch().lines)
            if (line.find(app_) != std::string::npos) named.push_back(std::move(line));
        if (lines_.empty()) lines_ = std::move(named);
    }
    bool ran() const { return ran_; }
    bool failed() const { return failed_; }
    std::vector<std::string> excerpt() const {
        const std::size_t skip = lines_.size() - std::min(lines_.size(), excerpt_lines);
        return {lines_.begin() + static_cast<std::ptrdiff_t>(skip), lines_.end()};
    }

  private:
    Session& session_;
    std::string app_;
    LogReader own_;
    LogMerge merge_;
    std::vector<std::string> lines_{};
    bool readable_ = true;
    bool ran_ = false;
    bool failed_ = false;
};

Error not_met(std::string message) {
    return Error({.exit = ExitCode::condition,
                  .code = "not-running",
                  .message = std::move(message),
                  .hint = "its log tells why: 'acapctl logs'; --wait sets how long to wait"});
}

std::string status_of(Session& session, const std::string& app) {
    const auto applications = list_applications(session);
    const Application* entry = find_application(applications, app);
    if (entry == nullptr)
        throw not_met(fmt::format("'{}' is no longer installed", text::visible(app)));
    return entry->status;
}

// Idle is what devices before AXIS OS 6 show for an application that was started.
bool is_alive(const std::string& status) {
    return status == "Running" || status == "Idle";
}

void expect_running(Session& session, const DeployOptions& options, DeployReport& report,
                    const Clock& clock) {
    const auto deadline = clock.now() + options.wait;
    std::optional<Clock::Time> alive_since;
    for (;;) {
        report.status = status_of(session, report.application);
        const auto now = clock.now();
        if (is_alive(report.status)) {
            if (!alive_since) alive_since = now;
            if (now - *alive_since >= options.settle) return;
        } else if (alive_since) {
            throw not_met(fmt::format("'{}' started and then ended (status {})",
                                      text::visible(report.application),
                                      text::visible(report.status)));
        } else if (now >= deadline) {
            throw not_met(fmt::format("'{}' is not running after {} s (status {})",
                                      text::visible(report.application),
                                      options.wait.count() / 1000, text::visible(report.status)));
        }
        clock.sleep(session.stop(), poll_pause);
    }
}

void expect_exit(Session& session, const DeployOptions& options, DeployReport& report,
                 Evidence& evidence, const Clock& clock) {
    const auto deadline = clock.now() + options.wait;
    bool seen_alive = false;
    for (;;) {
        report.status = status_of(session, report.application);
        const bool alive = is_alive(report.status);
        seen_alive = seen_alive || report.status == "Running";
        if (!alive) evidence.look();
        if (evidence.failed())
            throw not_met(fmt::format("'{}' failed, says the log of the device",
                                      text::visible(report.application)));
        if (!alive && (seen_alive || evidence.ran())) return;
        if (clock.now() >= deadline)
            throw not_met(alive ? fmt::format("'{}' is still running after {} s",
                                              text::visible(report.application),
                                              options.wait.count() / 1000)
                                : fmt::format("'{}' was never seen running and its log has no line "
                                              "of it",
                                              text::visible(report.application)));
        clock.sleep(session.stop(), poll_pause);
    }
}

// A lost answer is no failure: the status that follows decides.
void send_start(Session& session, const std::string& app) {
    const Request request = control_request("start", app);
    const auto result = session.exchange(request);
    if (const Fault* fault = std::get_if<Fault>(&result)) {
        if (!fault->body_sent || fault->kind == FaultKind::interrupted)
            throw session.fault_error(*fault, request);
        return;
    }
    const Reply& reply = std::get<Reply>(result);
    if (reply.status != 200) throw session.status_error(reply, request);
    const std::string doing = fmt::format("starting '{}'", text::visible(app));
    const auto error = parse_ok_or_error(reply.body, doing);
    if (error && *error != 6) throw Error(vapix_failure("control", *error, doing));
}

void show_excerpt(Evidence& evidence, const DeployObserver& observer) {
    if (!observer.on_log) return;
    try {
        evidence.look();
        if (evidence.excerpt().empty()) evidence.look_everywhere();
    } catch (const Error&) {
        // The failure itself matters more than its log.
    }
    observer.on_log(evidence.excerpt());
}

} // namespace

void start_and_expect(Session& session, const DeployOptions& options,
                      const DeployObserver& observer, DeployReport& report, const Clock& clock) {
    const std::string& app = report.application;
    Evidence evidence(session, app);
    report.log_before_start = evidence.merge();
    if (observer.on_step) observer.on_step(fmt::format("starting {}", text::visible(app)));
    try {
        send_start(session, app);
        if (options.expect == Expect::running)
            expect_running(session, options, report, clock);
        else if (options.expect == Expect::exit)
            expect_exit(session, options, report, evidence, clock);
        else
            report.status = status_of(session, app);
    } catch (const Error& error) {
        const bool is_its_own =
            error.exit() == ExitCode::condition || error.exit() == ExitCode::refused;
        if (is_its_own) show_excerpt(evidence, observer);
        throw;
    }
}

} // namespace acapctl::device
