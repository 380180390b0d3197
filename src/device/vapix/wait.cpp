#include "device/vapix/wait.hpp"

#include "device/session/requests.hpp"
#include "device/vapix/applications.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds first_pause{500};
constexpr milliseconds longest_pause{2000};
// A request to a device that is starting may hang; the next one may not.
constexpr milliseconds longest_request{10'000};
constexpr milliseconds shortest_request{1000};

class Waiter {
  public:
    Waiter(Session& session, const WaitOptions& options, WaitReport& report, const Clock& clock)
        : session_(session), options_(options), report_(report), clock_(clock),
          begin_(clock.now()) {}

    void run();

  private:
    // Why the condition is not true yet; empty: it is.
    std::string look();
    std::string look_at_system();
    std::string look_at_application();
    std::string others(const std::vector<Application>& installed) const;
    std::string ask(Request request);
    milliseconds left() const {
        return std::max(std::chrono::ceil<milliseconds>(begin_ + options_.wait - clock_.now()),
                        milliseconds(0));
    }
    std::string subject() const {
        return options_.condition == Condition::ready
                   ? "the device"
                   : fmt::format("'{}'", text::visible(options_.app));
    }

    Session& session_;
    const WaitOptions& options_;
    WaitReport& report_;
    const Clock& clock_;
    Clock::Time begin_;
};

std::string Waiter::ask(Request request) {
    request.timeouts.operation = std::clamp(left(), shortest_request, longest_request);
    request.timeouts.connect = std::min(request.timeouts.connect, request.timeouts.operation);
    return session_.perform(request, true).body;
}

std::string Waiter::look_at_system() {
    try {
        report_.system = parse_system_ready(ask(system_ready_request()));
    } catch (const Error& error) {
        if (error.failure().code != "not-found") throw;
        ask(list_request()); // AXIS OS before 9.50 has no systemready.cgi
        return {};
    }
    return report_.system->ready ? "" : "it says that it is not ready";
}

// It may come yet; but it may also be a slip of the person who waits.
std::string Waiter::others(const std::vector<Application>& installed) const {
    std::vector<std::string> names;
    for (const Application& app : installed) names.push_back(app.name);
    const std::string near = text::did_you_mean(options_.app, names);
    if (names.empty()) return "; no application is";
    return fmt::format("; the device has {}{}", text::some_of(names, 8),
                       near.empty() ? "" : ". " + text::visible(near));
}

std::string Waiter::look_at_application() {
    const auto installed = parse_list(ask(list_request()));
    const Application* app = find_application(installed, options_.app);
    report_.application = app != nullptr ? app->name : "";
    report_.status = app != nullptr ? app->status : "";
    if (options_.condition == Condition::removed)
        return app == nullptr
                   ? ""
                   : fmt::format("it is installed, its status is {}", text::visible(app->status));
    if (app == nullptr) return "it is not installed" + others(installed);
    // Idle is what devices before AXIS OS 6 show for an application that was started.
    const bool met = options_.condition == Condition::running
                         ? app->running() || app->status == "Idle"
                         : !app->running();
    return met ? "" : fmt::format("its status is {}", text::visible(app->status));
}

std::string Waiter::look() {
    try {
        return options_.condition == Condition::ready ? look_at_system() : look_at_application();
    } catch (const Error& error) {
        if (!may_pass(error.failure())) throw;
        return error.what();
    }
}

void Waiter::run() {
    milliseconds pause = first_pause;
    std::string said;
    for (;;) {
        const std::string reason = look();
        report_.waited = std::chrono::duration_cast<milliseconds>(clock_.now() - begin_);
        if (reason.empty()) return;
        if (left() == milliseconds(0))
            throw Error({.kind = ErrorKind::condition,
                         .code = fmt::format("not-{}", condition_name(options_.condition)),
                         .message = fmt::format("{} is not {} after {} s: {}", subject(),
                                                condition_name(options_.condition),
                                                options_.wait.count() / 1000, reason),
                         .advice = {{Advice::wait_longer}},
                         .retryable = true});
        if (reason != said && options_.on_wait) options_.on_wait(reason);
        said = reason;
        clock_.sleep(session_.stop(), std::min(pause, left()));
        pause = std::min(pause * 3 / 2, longest_pause);
    }
}

} // namespace

const char* condition_name(Condition condition) {
    static constexpr const char* names[] = {"ready", "running", "stopped", "removed"};
    return names[static_cast<int>(condition)];
}

void wait_for(Session& session, const WaitOptions& options, WaitReport& report,
              const Clock& clock) {
    const Session::Polling polling(session);
    Waiter(session, options, report, clock).run();
}

} // namespace acapctl::device
