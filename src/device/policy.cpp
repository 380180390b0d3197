#include "device/policy.hpp"

#include "device/replies.hpp"
#include "device/requests.hpp"
#include "device/vapix_errors.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::device {

namespace {

// From AXIS OS 12.2 a refusal comes under HTTP 400, before under 200.
ConfigReply exchange(Session& session, const Request& request, const std::string& name) {
    const auto result = session.exchange(request);
    if (const Fault* fault = std::get_if<Fault>(&result))
        throw session.fault_error(*fault, request);
    const Reply& reply = std::get<Reply>(result);
    if (reply.status == 400 || reply.status == 404)
        return {.refusal = ReplyError{1, fmt::format("HTTP {}", reply.status)}};
    if (reply.status != 200) throw session.status_error(reply, request);
    return parse_config(reply.body, name);
}

} // namespace

std::optional<bool> read_policy(Session& session, const std::string& name) {
    const ConfigReply reply = exchange(session, config_get_request(name), name);
    const std::string value = text::lower(reply.value);
    if (reply.refusal || value.empty()) return std::nullopt;
    return value == "true" || value == "yes" || value == "1";
}

void write_policy(Session& session, const std::string& name, bool value) {
    const std::string text = value ? "true" : "false";
    const std::string doing = fmt::format("setting {} to {}", name, text);
    const ConfigReply reply = exchange(session, config_set_request(name, text), name);
    if (reply.refusal)
        throw Error(vapix_failure("config", reply.refusal->number, doing, reply.refusal->message));
    if (read_policy(session, name) != value)
        throw Error(
            {.exit = ExitCode::refused,
             .code = "setting-ignored",
             .message = fmt::format("{}: the device says OK but keeps the old value", doing)});
}

void UnsignedPermission::grant() {
    granted_ = true; // even if the answer gets lost, the device may have done it
    write_policy(session_, allow_unsigned, true);
}

void UnsignedPermission::restore() {
    if (!granted_) return;
    const Session::Unstoppable put_back(session_);
    for (int attempt = 1;; ++attempt) {
        try {
            write_policy(session_, allow_unsigned, false);
            granted_ = false;
            if (restored_) restored_();
            return;
        } catch (const Error& error) {
            if (attempt < 3 && error.failure().retryable) {
                sleep_unless_stopped({}, 500L * attempt);
                continue;
            }
            granted_ = false;
            Failure failure = error.failure();
            failure.message =
                "AllowUnsigned is still on, it could not be switched off again: " + failure.message;
            failure.hint = "switch it off with 'acapctl policy set allow-unsigned false'";
            throw Error(failure);
        }
    }
}

UnsignedPermission::~UnsignedPermission() {
    try {
        restore();
    } catch (const std::exception& error) {
        session_.warn(error.what());
    }
}

} // namespace acapctl::device
