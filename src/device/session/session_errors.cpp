// The sentence for each way in which a device cannot be talked to.
#include "device/http/challenge.hpp"
#include "device/http/redirect.hpp"
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

// The same, where it does not help to wait.
Error unreachable_as_it_is(std::string code, std::string message, std::string hint,
                           std::vector<Advice> advice = {}) {
    Failure failure =
        unreachable(std::move(code), std::move(message), std::move(hint), std::move(advice));
    failure.retryable = false;
    return Error(failure);
}

std::string named(const Proxy& proxy) {
    return fmt::format("the proxy {} (named by {})", proxy.place, proxy.variable);
}

// Of a proxy that answers itself in place of a device (RFC 9209; Squid).
bool is_own_answer(const Reply& reply) {
    return reply.status == 407 || !reply.header("proxy-authenticate").empty() ||
           !reply.header("proxy-status").empty() || !reply.header("x-squid-error").empty();
}

// A gateway speaks of who is behind it; 403 before a login is what a proxy says of a forbidden
// host.
bool may_be_own_answer(const Reply& reply) {
    const bool gateway = reply.status == 502 || reply.status == 504;
    const bool passed = !reply.header("via").empty() && reply.status == 503;
    return gateway || passed || (reply.status == 403 && !reply.credentials_sent);
}

// OpenSSL's words for "the other side does not speak TLS".
bool is_not_tls(const std::string& detail) {
    for (const char* words : {"wrong version number", "packet length too long", "http request"})
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
        return Error(unreachable(
            "no-connection", fmt::format("cannot connect to {}: {}", where(), detail),
            answered_     ? "it answered before; it may be restarting"
            : target_.tls ? "is the device on? one that has HTTP only is written "
                            "http://host"
                          : "is the device on, and is this its HTTP port?",
            answered_ ? std::vector<Advice>{{Advice::wait_until_ready}} : std::vector<Advice>{}));
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
        if (is_not_tls(fault.detail))
            return Error(unreachable("not-tls", fmt::format("{} does not speak TLS", where()),
                                     "is this the HTTPS port of the device?"));
        return Error(
            unreachable("tls", fmt::format("no TLS connection to {}: {}", where(), detail)));
    case FaultKind::old_tls:
        return unreachable_as_it_is(
            "old-tls",
            fmt::format("{} speaks {}, and TLS 1.2 is the oldest that is spoken here", where(),
                        detail.empty() ? "a version of TLS before 1.2 only" : detail),
            fmt::format("update its AXIS OS, or have it offer TLS 1.2; if the network is yours and "
                        "its HTTP is on, write http://{}",
                        target_.host_text()));
    case FaultKind::wrong_scheme:
        return wrong_scheme_error();
    case FaultKind::identity_wanted:
        return identity_error();
    case FaultKind::identity_refused:
        return Error(
            {.kind = ErrorKind::authentication,
             .code = "client-certificate-refused",
             .message = fmt::format("{} does not take the client certificate {}: {}", where(),
                                    text::visible(target_.client_certificate), detail),
             .hint = "the device must trust who issued it, and it must not have expired"});
    case FaultKind::identity_unusable:
        return Error({.kind = ErrorKind::invalid_input,
                      .code = "client-certificate",
                      .message = fmt::format("the client certificate {} or its key {} cannot be "
                                             "used: {}",
                                             text::visible(target_.client_certificate),
                                             text::visible(target_.key_file()), detail),
                      .hint = "both are PEM files, and the key is that of the certificate; the "
                              "passphrase of a key is taken from ACAPCTL_CLIENT_KEY_PASS"});
    case FaultKind::proxy:
        return proxy_error(fault);
    case FaultKind::untrusted:
        return untrusted_error(fault);
    case FaultKind::closed:
        return Error(unreachable(
            "connection-closed",
            fmt::format("{} closed the connection before its answer was whole", where())));
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
        if (fault.detail.find("HTTP/0.9") != std::string::npos) // libcurl: no status line came
            return Error(unreachable("not-http", fmt::format("{} does not speak HTTP", where()),
                                     "is this the HTTP port of the device?"));
        break;
    }
    return Error(
        unreachable("transport", fmt::format("talking to {} failed: {}", where(), detail)));
}

Error Session::wrong_scheme_error() const {
    if (target_.tls)
        return unreachable_as_it_is(
            "not-tls", fmt::format("{} does not speak TLS: it answers in plain HTTP", where()),
            fmt::format("write http://{}:{}", target_.host_text(), target_.port));
    Target by_tls = target_;
    by_tls.tls = true;
    return unreachable_as_it_is("not-http",
                                fmt::format("{} is an HTTPS port: it answers in TLS", where()),
                                fmt::format("leave http:// away: write {}", by_tls.origin()));
}

Error Session::identity_error() const {
    return Error({.kind = ErrorKind::authentication,
                  .code = "client-certificate-wanted",
                  .message = fmt::format("{} lets in who shows a client certificate, and none was "
                                         "given",
                                         where()),
                  .advice = {{Advice::give_client_certificate}}});
}

Error Session::proxy_error(const Fault& fault) const {
    const Proxy proxy = fault.proxy.value_or(Proxy{});
    const std::string detail = text::visible(std::string_view(fault.detail).substr(0, 300));
    const int status = fault.proxy_status;
    const bool refused = status >= 300;
    std::string message =
        refused
            ? fmt::format("{} does not let through to {}: HTTP {}", named(proxy), where(), status)
            : fmt::format("{}, by which {} is to be reached, does not answer: {}", named(proxy),
                          where(), detail);
    if (status == 407) message += ", it wants a login";
    Failure failure = unreachable("proxy", std::move(message), proxy_hint());
    failure.retryable = !refused || status >= 500;
    return Error(failure);
}

std::string Session::proxy_hint() const {
    return fmt::format("a device on your own network needs no proxy: NO_PROXY={} leaves it out",
                       target_.host_text());
}

std::optional<Error> Session::proxy_answer(const Reply& reply, const std::string& asked) const {
    if (!reply.proxy || !(is_own_answer(reply) || may_be_own_answer(reply))) return std::nullopt;
    const std::string who =
        is_own_answer(reply) ? named(*reply.proxy) : named(*reply.proxy) + ", or who is behind it,";
    Failure failure =
        unreachable("proxy",
                    fmt::format("{} answers {} with HTTP {}{}", who, asked, reply.status,
                                reply.status == 407 ? ": it wants a login" : ""),
                    proxy_hint());
    failure.retryable = reply.status >= 500;
    return Error(failure);
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

Error Session::redirected_error(const Reply& reply, const std::string& asked) const {
    Failure failure{.kind = ErrorKind::refused, .code = "redirected"};
    const std::string sends =
        fmt::format("the device sends {} elsewhere (HTTP {})", asked, reply.status);
    const auto place = redirect_origin(target_, reply);
    const auto places = reply.header("location");
    if (!place) {
        failure.message = sends + ": " + (places.empty() ? "nowhere" : text::visible(places[0]));
        failure.hint = "is this an Axis device?";
    } else if (place->origin() == target_.origin()) {
        failure.message = fmt::format("{}, to {} on itself, and does not come to an end", sends,
                                      text::visible(places[0]));
        failure.hint = "is this an Axis device?";
    } else {
        const bool same_host = text::lower(place->host) == text::lower(target_.host);
        failure.message = fmt::format("{}, to {} {}", sends,
                                      same_host ? "another port of its own," : "another host,",
                                      text::visible(place->origin()));
        failure.hint = "credentials do not follow there";
        failure.advice = {{Advice::name_device, {place->origin()}}};
    }
    return Error(failure);
}

Error Session::status_error(const Reply& reply, const Request& request) const {
    const std::string asked = fmt::format("{} {}", request.method, request.path);
    if (const auto error = proxy_answer(reply, asked)) return *error;
    if (reply.identity_wanted && !reply.credentials_sent &&
        (reply.status == 400 || reply.status == 403))
        return identity_error();
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
    if (reply.status >= 300 && reply.status < 400) return redirected_error(reply, asked);
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
