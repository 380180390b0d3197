// Starting an application and watching whether it lives.
#include "device/applications.hpp"
#include "device/deploy.hpp"
#include "device/log_follow.hpp"
#include "device/requests.hpp"
#include "device/vapix_errors.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds poll_pause{500};
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

// Lines that the parts of AXIS OS write about an application, not itself.
bool is_from_system(const std::string& line) {
    static const std::vector<std::string> names{"acapctl",      "acapmanager",    "systemd",
                                                "acap-install", "acap-startstop", "upload.cgi"};
    const LogLine parsed = parse_log_line(line);
    return std::ranges::find(names, parsed.process) != names.end() || parsed.pid == 0 ||
           parsed.process.starts_with('(');
}

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// The application by its name as a word, or by its unit: "sdkhello.service".
bool names_app(const std::string& line, const std::string& app) {
    for (auto at = line.find(app); at != std::string::npos; at = line.find(app, at + 1)) {
        const auto end = at + app.size();
        const bool ends = end == line.size() || !is_word(line[end]);
        const bool begins = at == 0 || !is_word(line[at - 1]);
        const bool unit = at >= 3 && line.compare(at - 3, 3, "sdk") == 0;
        if (ends && (begins || unit)) return true;
    }
    return false;
}

// What the logs say since the application was started: its own, and the lines of the whole system
// log that name it, for systemd and the loader write there.
class Evidence {
  public:
    // Remembers what the logs have before the start. An account that may control applications but
    // not read logs does without.
    Evidence(Session& session, const std::string& app)
        : app_(app), own_(session, app), system_(session, "") {
        try {
            own_seen_.advance(own_.fetch());
            system_seen_.advance(system_.fetch());
        } catch (const Error& error) {
            if (error.exit() != ExitCode::refused && error.exit() != ExitCode::authentication)
                throw;
            readable_ = false;
            session.warn(fmt::format("{}: its log cannot be read: {}",
                                     text::visible(session.target().name), error.what()));
        }
        before_ = own_seen_;
    }
    const LogMerge& before() const { return before_; }

    void look() {
        if (!readable_) return;
        for (std::string& line : own_seen_.advance(own_.fetch()).lines) add(std::move(line));
        for (std::string& line : system_seen_.advance(system_.fetch()).lines)
            if (names_app(line, app_) && std::ranges::find(lines_, line) == lines_.end())
                add(std::move(line));
    }
    bool ran() const { return ran_; }
    bool failed() const { return failed_; }
    // The last lines of both logs, in the order of their times.
    std::vector<std::string> excerpt() const {
        std::vector<std::string> sorted = lines_;
        std::ranges::stable_sort(sorted, {}, [](const std::string& line) {
            return parse_log_line(line).epoch.value_or(0);
        });
        const std::size_t skip = sorted.size() - std::min(sorted.size(), excerpt_lines);
        return {sorted.begin() + static_cast<std::ptrdiff_t>(skip), sorted.end()};
    }

  private:
    void add(std::string line) {
        const bool failure =
            is_from_system(line) ? tells_failure(line) : tells_loader_failure(line);
        failed_ = failed_ || failure;
        ran_ = ran_ || (!failure && (!is_from_system(line) || tells_good_end(line)));
        lines_.push_back(std::move(line));
    }

    std::string app_;
    LogReader own_;
    LogReader system_;
    LogMerge own_seen_{};
    LogMerge system_seen_{};
    LogMerge before_{};
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

void refuse_failed(Evidence& evidence, const std::string& app) {
    evidence.look();
    if (evidence.failed())
        throw not_met(fmt::format("'{}' failed, says the log of the device", text::visible(app)));
}

void expect_running(Session& session, const DeployOptions& options, DeployReport& report,
                    Evidence& evidence, const Clock& clock) {
    const auto deadline = clock.now() + options.wait;
    std::optional<Clock::Time> alive_since;
    for (;;) {
        report.status = status_of(session, report.application);
        const auto now = clock.now();
        if (is_alive(report.status)) {
            if (!alive_since) alive_since = now;
            if (now - *alive_since >= options.settle) {
                // An application that is restarted again and again looks alive at every look.
                refuse_failed(evidence, report.application);
                return;
            }
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
        if (!alive) refuse_failed(evidence, report.application);
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
    report.log_before_start = evidence.before();
    if (observer.on_step) observer.on_step(fmt::format("starting {}", text::visible(app)));
    try {
        send_start(session, app);
        if (options.expect == Expect::running)
            expect_running(session, options, report, evidence, clock);
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
