#include "device/vapix/policy.hpp"

#include "device/session/requests.hpp"
#include "device/vapix/replies.hpp"
#include "device/vapix/vapix_errors.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::device {

namespace {

// From AXIS OS 12.2 a refusal comes under HTTP 400, before under 200.
ConfigReply exchange(Session& session, const Request& request, const std::string& name,
                     Repeat repeat) {
    const auto result = session.exchange(request, repeat);
    if (const Fault* fault = std::get_if<Fault>(&result))
        throw session.fault_error(*fault, request);
    const Reply& reply = std::get<Reply>(result);
    if (reply.status == 400 || reply.status == 404)
        return {.refusal = ReplyError{1, fmt::format("HTTP {}", reply.status)}};
    if (reply.status != 200) throw session.status_error(reply, request);
    return parse_config(reply.body, name);
}

} // namespace

bool may_have_policy(const std::string& name, const std::string& axis_os,
                     const sdk::Policies& policies) {
    const auto version = sdk::AxisOs::parse(axis_os);
    if (!version) return true;
    return (name == allow_unsigned ? policies.unsigned_setting : policies.root_setting)
        .holds(*version);
}

std::optional<bool> read_policy(Session& session, const std::string& name) {
    const ConfigReply reply = exchange(session, config_get_request(name), name, Repeat::always);
    const std::string value = text::lower(reply.value);
    if (reply.refusal || value.empty()) return std::nullopt;
    return value == "true" || value == "yes" || value == "1";
}

void request_policy(Session& session, const std::string& name, bool value) {
    const std::string text = value ? "true" : "false";
    const ConfigReply reply =
        exchange(session, config_set_request(name, text), name, Repeat::unsent);
    if (reply.refusal)
        throw Error(vapix_failure("config", reply.refusal->number,
                                  fmt::format("setting {} to {}", name, text),
                                  reply.refusal->message));
}

void write_policy(Session& session, const std::string& name, bool value) {
    request_policy(session, name, value);
    if (read_policy(session, name) != value)
        throw Error(
            {.kind = ErrorKind::refused,
             .code = "setting-ignored",
             .message = fmt::format("setting {} to {}: the device says OK but keeps the old value",
                                    name, value)});
}

} // namespace acapctl::device
