#include "device/vapix/applications.hpp"

#include "device/session/requests.hpp"
#include "device/vapix/known.hpp"
#include "device/vapix/vapix_errors.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

constexpr int timed_out = 15; // the device's own word for "outcome unknown"
constexpr int settle_polls = 5;

std::string doing(Control action, const std::string& app) {
    static constexpr const char* words[] = {"starting", "stopping", "restarting", "removing"};
    return fmt::format("{} '{}'", words[static_cast<int>(action)], text::visible(app));
}

} // namespace

std::vector<Application> list_applications(Session& session) {
    std::vector<Application> applications = parse_list(session.perform(list_request(), true).body);
    remember_applications(session, applications);
    return applications;
}

const Application* find_application(const std::vector<Application>& applications,
                                    std::string_view app) {
    const Application* similar = nullptr;
    for (const Application& candidate : applications) {
        if (candidate.name == app) return &candidate;
        if (text::lower(candidate.name) == text::lower(app)) similar = &candidate;
    }
    return similar;
}

const Application& require_application(const std::vector<Application>& applications,
                                       std::string_view app) {
    if (const Application* found = find_application(applications, app)) return *found;
    std::vector<std::string> names;
    for (const Application& candidate : applications)
        names.push_back(text::visible(candidate.name));
    std::string hint = text::did_you_mean(app, names);
    std::vector<Advice> advice;
    if (names.empty()) {
        hint = "no application is installed";
        advice = {{Advice::deploy_application}};
    } else if (hint.empty()) {
        hint = fmt::format("installed: {}", text::join(names, ", "));
    }
    throw Error({.kind = ErrorKind::refused,
                 .code = "not-installed",
                 .message = fmt::format("application '{}' is not installed", text::visible(app)),
                 .hint = std::move(hint),
                 .advice = std::move(advice)});
}

const char* control_name(Control action) {
    static constexpr const char* names[] = {"start", "stop", "restart", "remove"};
    return names[static_cast<int>(action)];
}

ControlAnswer send_control(Session& session, Control action, const std::string& app) {
    const Request request = control_request(control_name(action), app);
    const auto result = session.exchange(request, Repeat::unsent);
    if (const Fault* fault = std::get_if<Fault>(&result)) {
        const Error error = session.fault_error(*fault, request);
        if (!fault->body_sent || fault->kind == FaultKind::interrupted) throw error;
        return {.lost = error};
    }
    const Reply& reply = std::get<Reply>(result);
    if (reply.status != 200) throw session.status_error(reply, request);
    const std::string what = doing(action, app);
    const auto number = parse_ok_or_error(reply.body, what);
    if (number == timed_out) return {.lost = Error(vapix_failure("control", *number, what))};
    const bool already =
        (action == Control::start && number == 6) || (action == Control::stop && number == 7);
    if (number && !already) throw Error(vapix_failure("control", *number, what));
    return {.changed = !number};
}

namespace {

// Whether the list shows what the action is for.
bool is_reached(Control action, const Application* now) {
    if (action == Control::remove) return now == nullptr;
    return now != nullptr && (action == Control::stop) != now->running();
}

} // namespace

ControlResult control_application(Session& session, Control action, const std::string& app,
                                  const Clock& clock) {
    const std::vector<Application> before = list_applications(session);
    const Application& installed = require_application(before, app);
    ControlResult result{.app = installed.name};
    if (installed.name != app)
        result.note = fmt::format("the device spells it '{}'", text::visible(installed.name));
    if (action == Control::remove && installed.bundled.value_or(false))
        throw Error({.kind = ErrorKind::refused,
                     .code = "bundled",
                     .message = fmt::format("'{}' is part of AXIS OS and cannot be removed",
                                            text::visible(installed.name)),
                     .hint = "stop it instead"});
    const ControlAnswer answer = send_control(session, action, installed.name);
    result.changed = answer.changed;

    std::vector<Application> after = list_applications(session);
    const Application* now = find_application(after, installed.name);
    for (int poll = 0; answer.lost && !is_reached(action, now) && poll < settle_polls; ++poll) {
        clock.sleep(session.stop(), std::chrono::seconds(1));
        after = list_applications(session);
        now = find_application(after, installed.name);
    }
    if (answer.lost && !is_reached(action, now)) throw *answer.lost;
    if (answer.lost) {
        if (!result.note.empty()) result.note += "; ";
        result.note += "the answer got lost; the device shows that it was done";
    }
    if (action == Control::remove && now != nullptr)
        throw Error({.kind = ErrorKind::refused,
                     .code = "still-installed",
                     .message = fmt::format("{}: the device says OK but still lists it",
                                            doing(action, installed.name))});
    if (now != nullptr) result.status = now->status;
    return result;
}

} // namespace acapctl::device
