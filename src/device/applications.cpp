#include "device/applications.hpp"

#include "device/requests.hpp"
#include "device/vapix_errors.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

// restart may drop the connection in the middle of its answer, and so may a device that is busy;
// the state of the application then tells whether it was done.
std::optional<int> send_control(Session& session, Control action, const std::string& app,
                                const std::string& doing) {
    const std::string body =
        session.perform(control_request(control_name(action), app), false).body;
    return parse_ok_or_error(body, doing);
}

std::string doing(Control action, const std::string& app) {
    static constexpr const char* words[] = {"starting", "stopping", "restarting", "removing"};
    return fmt::format("{} '{}'", words[static_cast<int>(action)], text::visible(app));
}

} // namespace

std::vector<Application> list_applications(Session& session) {
    return parse_list(session.perform(list_request(), true).body);
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
    if (hint.empty())
        hint = names.empty() ? "no application is installed; 'acapctl deploy' installs one"
                             : fmt::format("installed: {}", text::join(names, ", "));
    throw Error({.exit = ExitCode::refused,
                 .code = "not-installed",
                 .message = fmt::format("application '{}' is not installed", text::visible(app)),
                 .hint = std::move(hint)});
}

const char* control_name(Control action) {
    static constexpr const char* names[] = {"start", "stop", "restart", "remove"};
    return names[static_cast<int>(action)];
}

ControlResult control_application(Session& session, Control action, const std::string& app) {
    const std::vector<Application> before = list_applications(session);
    const Application& installed = require_application(before, app);
    ControlResult result{.app = installed.name};
    if (installed.name != app)
        result.note = fmt::format("the device spells it '{}'", text::visible(installed.name));
    if (action == Control::remove && installed.bundled.value_or(false))
        throw Error({.exit = ExitCode::refused,
                     .code = "bundled",
                     .message = fmt::format("'{}' is part of AXIS OS and cannot be removed",
                                            text::visible(installed.name)),
                     .hint = "stop it instead"});
    const std::string what = doing(action, installed.name);
    const auto error = send_control(session, action, installed.name, what);
    result.changed = !error;
    const bool already =
        (action == Control::start && error == 6) || (action == Control::stop && error == 7);
    if (error && !already) throw Error(vapix_failure("control", *error, what));

    const std::vector<Application> after = list_applications(session);
    const Application* now = find_application(after, installed.name);
    if (action == Control::remove && now != nullptr)
        throw Error({.exit = ExitCode::refused,
                     .code = "still-installed",
                     .message = fmt::format("{}: the device says OK but still lists it", what)});
    if (now != nullptr) result.status = now->status;
    return result;
}

} // namespace acapctl::device
