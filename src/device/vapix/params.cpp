#include "device/vapix/params.hpp"

#include "device/session/requests.hpp"
#include "device/vapix/applications.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

std::string prefix_of(const std::string& app) {
    return "root." + app + ".";
}

ParamReply ask(Session& session, const Request& request, bool repeatable) {
    return parse_param_reply(session.perform(request, repeatable).body);
}

// Names that param.cgi takes apart would ask for something else than they say.
void check_name(const std::string& name) {
    if (!name.empty() && name.find_first_of(",&=*?# \t\n") == std::string::npos) return;
    throw_usage(fmt::format("'{}' is no name of a parameter", text::visible(name)), {},
                {{Advice::list_parameters}});
}

std::map<std::string, std::string> fetch(Session& session, const std::string& app,
                                         const std::vector<std::string>& names) {
    std::vector<std::string> groups;
    for (const std::string& name : names) groups.push_back(full_param_name(app, name));
    const std::string group = groups.empty() ? "root." + app : text::join(groups, ",");
    std::map<std::string, std::string> values;
    for (const auto& [name, value] : ask(session, params_request(group), true).values)
        if (name.starts_with(prefix_of(app)))
            values.emplace(name.substr(prefix_of(app).size()), value);
    return values;
}

std::string short_name(const std::string& app, const std::string& name) {
    return full_param_name(app, name).substr(prefix_of(app).size());
}

// What the device calls the application; throws when there is none.
std::string device_spelling(Session& session, const std::string& app) {
    const auto installed = list_applications(session);
    std::string name = require_application(installed, app).name;
    if (name != app)
        session.warn(fmt::format("{}: the device spells it '{}'",
                                 text::visible(session.target().name), text::visible(name)));
    return name;
}

[[noreturn]] void throw_unknown(const std::string& app, const std::string& name,
                                const std::map<std::string, std::string>& known) {
    std::vector<std::string> names;
    for (const auto& [other, value] : known) names.push_back(text::visible(other));
    std::string hint = text::did_you_mean(name, names);
    if (hint.empty())
        hint = names.empty() ? "parameters are declared in the manifest's paramConfig"
                             : fmt::format("it has: {}", text::join(names, ", "));
    throw Error({.kind = ErrorKind::refused,
                 .code = "no-parameter",
                 .message = fmt::format("'{}' has no parameter '{}' that can be read",
                                        text::visible(app), text::visible(name)),
                 .hint = std::move(hint)});
}

// A device repeats in its errors what it was sent.
ParamReply without_secrets(ParamReply reply,
                           const std::vector<std::pair<std::string, std::string>>& values) {
    for (const auto& [name, value] : values) {
        if (value.empty() || !names_secret(name)) continue;
        for (std::string& line : reply.errors) text::replace_all(line, value, "***");
    }
    return reply;
}

std::string first_error(const ParamReply& reply) {
    return text::visible(std::string_view(reply.errors.front()).substr(0, 200));
}

[[noreturn]] void throw_not_set(const std::string& app, const ParamReply& reply,
                                const ParamChanges& changes) {
    std::vector<std::string> reasons;
    for (const std::string& line : reply.errors)
        reasons.push_back(text::visible(std::string_view(line).substr(0, 200)));
    if (reasons.empty()) reasons.push_back("the device says OK but keeps another value");
    throw Error({.kind = ErrorKind::refused,
                 .code = "parameter-refused",
                 .message = fmt::format("{} of '{}' not set: {}", text::join(changes.refused, ", "),
                                        text::visible(app), text::join(reasons, "; ")),
                 .hint = "a value must fit the type in the manifest's paramConfig",
                 .advice = {{Advice::list_parameters}}});
}

// Not one value that was to be set is there, and nothing else: the application has no parameters,
// or none that a device shows.
void check_has_params(Session& session, const std::string& app, const ParamReply& reply) {
    if (reply.errors.empty() || !fetch(session, app, {}).empty()) return;
    throw Error({.kind = ErrorKind::refused,
                 .code = "no-parameter",
                 .message = fmt::format("'{}' has no parameters, as far as the device shows: {}",
                                        text::visible(app), first_error(reply)),
                 .hint = "an application has those that the paramConfig of its manifest declares"});
}

ParamReply update(Session& session, const std::string& app,
                  const std::vector<std::pair<std::string, std::string>>& values) {
    std::vector<std::pair<std::string, std::string>> full;
    for (const auto& [name, value] : values) full.emplace_back(full_param_name(app, name), value);
    return ask(session, params_update_request(full), false);
}

// What the device does not show counts as set when it was not refused by name.
bool was_set(const ParamReply& reply, const ParamChanges& changes, const std::string& name,
             const std::string& value) {
    const auto now = changes.values.find(short_name(changes.app, name));
    if (now != changes.values.end()) return now->second == value;
    const std::string quoted = "'" + full_param_name(changes.app, name) + "'";
    return std::ranges::none_of(reply.errors, [&](const std::string& line) {
        return line.find(quoted) != std::string::npos;
    });
}

} // namespace

ParamReply parse_param_reply(std::string_view text) {
    ParamReply reply;
    for (const std::string& line : text::lines(text)) {
        const std::string_view content = text::trim(line);
        if (content.empty()) continue;
        const auto equals = line.find('=');
        if (content.starts_with('#')) {
            const auto said = content.find_first_not_of("# ");
            std::string_view error = said == content.npos ? "" : content.substr(said);
            if (error.starts_with("Error: ")) error.remove_prefix(7);
            reply.errors.emplace_back(error);
        } else if (equals != std::string::npos && equals > 0) {
            reply.values.insert_or_assign(line.substr(0, equals), line.substr(equals + 1));
        } else if (text::lower(content) == "ok") {
            reply.done = true;
        } else {
            throw Error({.kind = ErrorKind::refused,
                         .code = "unexpected-reply",
                         .message = fmt::format("param.cgi gave an unexpected reply: '{}'",
                                                text::visible(content.substr(0, 120))),
                         .hint = "is this an Axis device? see what it says with -vv"});
        }
    }
    return reply;
}

std::string full_param_name(const std::string& app, const std::string& name) {
    if (name.starts_with(prefix_of(app))) return name;
    if (name.starts_with(app + ".")) return "root." + name;
    return prefix_of(app) + name;
}

bool names_secret(std::string_view name) {
    const std::string word = text::lower(name);
    for (const char* part : {"passw", "passphrase", "secret", "token", "apikey", "privatekey"})
        if (word.find(part) != std::string::npos) return true;
    return false;
}

AppParams read_params(Session& session, const std::string& app,
                      const std::vector<std::string>& names) {
    std::ranges::for_each(names, check_name);
    AppParams result{.app = app, .values = fetch(session, app, names)};
    // Nothing at all: another device_spelling, no such application, or nothing that it has.
    if (result.values.empty()) {
        result.app = device_spelling(session, app);
        if (result.app != app) result.values = fetch(session, result.app, names);
    }
    for (const std::string& name : names)
        if (!result.values.contains(short_name(result.app, name)))
            throw_unknown(result.app, name, fetch(session, result.app, {}));
    return result;
}

void write_params(Session& session, const std::string& app,
                  const std::vector<std::pair<std::string, std::string>>& values,
                  ParamChanges& changes) {
    changes.app = app;
    std::vector<std::string> names;
    for (const auto& [name, value] : values) {
        check_name(name);
        names.push_back(name);
    }
    ParamReply reply = without_secrets(update(session, app, values), values);
    // Nothing at all was taken: another device_spelling, or no such application.
    if (!reply.done && reply.errors.size() >= values.size()) {
        changes.app = device_spelling(session, app);
        if (changes.app != app)
            reply = without_secrets(update(session, changes.app, values), values);
    }
    changes.values = fetch(session, changes.app, names);
    for (const auto& [name, value] : values)
        if (!was_set(reply, changes, name, value))
            changes.refused.push_back(text::visible(short_name(changes.app, name)));
    // An error that names none of them may be about any.
    if (changes.refused.empty() && !reply.errors.empty())
        for (const std::string& name : names) changes.refused.push_back(text::visible(name));
    if (changes.refused.empty()) return;
    if (changes.values.empty()) check_has_params(session, changes.app, reply);
    throw_not_set(changes.app, reply, changes);
}

} // namespace acapctl::device
