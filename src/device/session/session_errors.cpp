// The sentence for each way in which a device cannot be talked to.
#include "device/http/challenge.hpp"
#include "device/session/session.hpp"
#include "support/machine.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

std::string in_seconds(std::chrono::milliseconds duration) {
    return duration.count() % 1000 == 0 ? fmt::format("{} s", duration.count() / 1000)
                                        : fmt::format("{} ms", duration.count());
}

Failure unreachable(std::string code, std::string message, std::string hint = {},
                    std::vector<Advice> advice = {}) {
    return {.kind = ErrorKind::unreachable,
            .code = std::move(code),
            .message = std::move(message),
            .hint = std::move(hint),
            .advice = std::move(advice),
            .retryable = true};
}

// OpenSSL's words for "the other side does not speak TLS".
bool is_not_tls(const std::string& detail) {
    for (const char* words : {"wrong version number", "packet length too long", "http request",
                              "unexpected message", "record layer failure"})
        if (detail.find(words) != std::string::npos) return true;
    return false;
}

} // namespace

Error Session::login_error(const Reply& reply) const {
    if (!reply.header("axis-setup").empty())
        return Error({.kind = ErrorKind::authentication,
                      .code = "needs-setup",
                      .message = "the device has no account yet",
                      .hint = "create the first account in its web page"});
    const auto challenges = parse_challenges(reply.header("www-authenticate"));
    if (reply.credentials_sent && says_stale(challenges))
        return Error({.kind = ErrorKind::authentication,
                      .code = "stale-nonce",
                      .message = "the device calls every login out of date (stale nonce)",
                      .hint = "its clock may be jumping; restart the device"});
    return Error(
        {.kind = ErrorKind::authentication,
         .code = "wrong-password",
         .message =
             fmt::format("the device does not let '{}' in: the password is wrong, or the role "
                         "of the account is too low",
                         text::visible(target_.user)),
         .hint =
             "check user and password; applications are managed by administrators, and a device "
             "gives others the same answer. It was tried once, because devices block those who "
             "guess"});
}

Error Session::fault_error(const Fault& fault, const Request& request) const {
    const std::string detail = text::visible(std::string_view(fault.detail).substr(0, 300));
    const Timeouts& bounds = request.timeouts;
    const auto timeout = options_.timeout.value_or(bounds.operation);
    switch (fault.kind) {
    case FaultKind::resolve:
        return Error(unreachable(
            "unknown-host", fmt::format("'{}' has no address", text::visible(target_.host)),
            target_.similar_name.empty()
                ? "check the name, or use the IP address"
                : fmt::format("Did you mean '{}'? The inventory has it", target_.similar_name),
            target_.similar_name.empty() ? std::vector<Advice>{{Advice::list_devices}}
                                         : std::vector<Advice>{}));
    case FaultKind::connect:
        return Error(
            unreachable("no-connection", fmt::format("cannot connect to {}: {}", where(), detail),
                        target_.tls ? "is the device on? one that has HTTP only is written "
                                      "http://host"
                                    : "is the device on, and is this its HTTP port?"));
    case FaultKind::connect_timeout:
        return Error(
            unreachable("connect-timeout",
                        fmt::format("no connection to {} within {} (connect timeout)", where(),
                                    in_seconds(std::min(bounds.connect, timeout))),
                        "is the device on and its network reachable?", {{Advice::bound_request}}));
    case FaultKind::stall:
        return Error(unreachable("stalled", fmt::format("{} moved no byte for {} (stall timeout)",
                                                        where(), in_seconds(bounds.stall))));
    case FaultKind::operation_timeout:
        return Error(
            unreachable("timeout",
                        fmt::format("{} gave no complete answer within {} (operation timeout)",
                                    where(), in_seconds(timeout)),
                        {}, {{Advice::bound_request}}));
    case FaultKind::tls:
        return Error(unreachable(is_not_tls(fault.detail) ? "not-tls" : "tls",
                                 is_not_tls(fault.detail)
                                     ? fmt::format("{} does not speak TLS", where())
                                     : fmt::format("no TLS connection to {}: {}", where(), detail),
                                 fmt::format("if it is a plain HTTP port, write http://{}:{}",
                                             text::visible(target_.host), target_.port)));
    case FaultKind::untrusted:
        return untrusted_error(fault);
    case FaultKind::closed:
        return Error(unreachable(
            "connection-closed",
            fmt::format("{} closed the connection before its answer was whole", where()),
            target_.tls ? "" : "if it is an HTTPS port, leave http:// away"));
    case FaultKind::too_large:
        return Error({.kind = ErrorKind::refused,
                      .code = "reply-too-large",
                      .message = fmt::format("the answer to {} is larger than {}", request.path,
                                             text::human_size(request.reply_limit))});
    case FaultKind::interrupted:
        return Error({.kind = ErrorKind::interrupted, .message = "interrupted"});
    case FaultKind::local:
        return Error({.kind = ErrorKind::invalid_input,
                      .message = fmt::format("cannot read the file to upload: {}", detail)});
    case FaultKind::machine:
        return Error(machine_failure(fault.machine_error, "talk to " + where()));
    case FaultKind::other:
        break;
    }
    return Error(
        unreachable("transport", fmt::format("talking to {} failed: {}", where(), detail)));
}

Error Session::untrusted_error(const Fault& fault) const {
    const Certificate& seen = fault.certificate;
    const Advice trust_it{Advice::trust_certificate, {target_.name, seen.fingerprint}};
    if (!seen.pinned.empty())
        return Error(
            {.kind = ErrorKind::untrusted,
             .code = "certificate-changed",
             .message =
                 fmt::format("the certificate of {} has changed: trusted is SHA-256 "
                             "{}, it shows {} ({})",
                             where(), seen.pinned, seen.fingerprint, text::visible(seen.subject)),
             .hint = std::string("a reset device or a renewed certificate looks like this, and so "
                                 "does somebody in between") +
                     (target_.accept_unknown_certificate
                          ? "; AXIS_DEVICE_HTTPS_SELF_SIGNED=1 is for unknown ones only"
                          : ""),
             .advice = {trust_it}});
    return Error(
        {.kind = ErrorKind::untrusted,
         .message = fmt::format("the certificate of {} ({}) is not trusted: {}; its SHA-256 "
                                "fingerprint is {}",
                                where(), text::visible(seen.subject),
                                text::visible(std::string_view(fault.detail).substr(0, 300)),
                                seen.fingerprint),
         .advice = {trust_it, {Advice::trust_new_devices}}});
}

Error Session::status_error(const Reply& reply, const Request& request) const {
    const std::string asked = fmt::format("{} {}", request.method, request.path);
    // A device that blocks an address (since AXIS OS 11.5) does so before it asks for a login.
    if (reply.status == 403 && scheme_ == Scheme::digest && !reply.credentials_sent)
        return Error(
            {.kind = ErrorKind::authentication,
             .code = "throttled",
             .message = fmt::format("the device answers {} with HTTP 403 before any login: "
                                    "it blocks those who failed to log in too often",
                                    asked),
             .hint = "wait ten seconds or more, then try once with the right password"});
    if (reply.status == 403)
        return Error({.kind = ErrorKind::authentication,
                      .code = "forbidden",
                      .message = fmt::format("'{}' may not do {} (HTTP 403)",
                                             text::visible(target_.user), asked),
                      .hint = "an administrator account is needed; a device also answers like this "
                              "for some seconds after many failed logins"});
    if (reply.status == 404)
        return Error({.kind = ErrorKind::refused,
                      .code = "not-found",
                      .message = fmt::format("the device has no {} (HTTP 404)", request.path),
                      .hint = "is this an Axis device that runs applications?"});
    if (reply.status >= 300 && reply.status < 400) {
        const auto places = reply.header("location");
        return Error({.kind = ErrorKind::refused,
                      .code = "redirected",
                      .message = fmt::format("the device sends {} elsewhere (HTTP {}): {}", asked,
                                             reply.status,
                                             places.empty() ? "nowhere" : text::visible(places[0])),
                      .hint = target_.tls ? "name that address as the target"
                                          : "try https:// for this target"});
    }
    if (reply.status == 400 && !target_.tls &&
        reply.body.find("speaking plain HTTP to an SSL") != std::string::npos)
        return Error(unreachable("not-http", fmt::format("{} is an HTTPS port", where()),
                                 "leave http:// away"));
    std::string message = fmt::format("the device answers {} with HTTP {}", asked, reply.status);
    const std::string body = text::visible(text::trim(reply.body).substr(0, 120));
    if (!body.empty() && body.front() != '<') message += fmt::format(": '{}'", body);
    // Of the web server in front, which does not reach what answers; not the device's own no.
    if (reply.status >= 502 && reply.status <= 504)
        return Error(unreachable("unavailable", std::move(message),
                                 "a device that is starting or busy answers like this",
                                 {{Advice::wait_until_ready}}));
    return Error(
        {.kind = ErrorKind::refused, .code = "http-status", .message = std::move(message)});
}

} // namespace acapctl::device
