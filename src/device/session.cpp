#include "device/session.hpp"

#include "device/challenge.hpp"
#include "device/requests.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

std::string seconds(std::chrono::milliseconds duration) {
    return duration.count() % 1000 == 0 ? fmt::format("{} s", duration.count() / 1000)
                                        : fmt::format("{} ms", duration.count());
}

bool is_transient(int status) {
    return status >= 502 && status <= 504;
}

Failure unreachable(std::string code, std::string message, std::string hint = {}) {
    return {.exit = ExitCode::unreachable,
            .code = std::move(code),
            .message = std::move(message),
            .hint = std::move(hint),
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

Session::Session(Target target, std::unique_ptr<Transport> transport, SessionOptions options,
                 std::stop_token stop)
    : target_(std::move(target)), transport_(std::move(transport)), options_(std::move(options)),
      stop_(std::move(stop)) {
    if (target_.user.empty()) target_.user = "root";
}

void Session::warn(const std::string& text) const {
    if (options_.warn) options_.warn(text);
}

std::string Session::where() const {
    return fmt::format("{} port {}", text::visible(target_.host), target_.port);
}

std::variant<Reply, Fault> Session::send(Request request) {
    if (options_.timeout) {
        request.timeouts.operation = *options_.timeout;
        request.timeouts.connect = std::min(request.timeouts.connect, *options_.timeout);
    }
    auto result = transport_->send(request, stop_);
    if (const std::string seen = transport_->accepted_fingerprint();
        !seen.empty() && !warned_certificate_) {
        warned_certificate_ = true;
        warn(fmt::format("{}: nobody vouches for its certificate (SHA-256 {}); "
                         "AXIS_DEVICE_HTTPS_SELF_SIGNED=1 accepts it",
                         text::visible(target_.name), seen));
    }
    return result;
}

void Session::log_in(Scheme scheme) {
    if (target_.password.empty() && options_.ask_password)
        target_.password = options_.ask_password(target_);
    if (target_.password.empty())
        throw Error(
            {.exit = ExitCode::authentication,
             .code = "no-password",
             .message = fmt::format("the device wants a password for '{}' and none is known",
                                    text::visible(target_.user)),
             .hint = "set AXIS_DEVICE_PASS, or use --password-stdin or ~/.netrc"});
    transport_->authenticate({scheme, target_.user, target_.password});
    scheme_ = scheme;
}

// A known password is prepared as Digest, which sends nothing before a challenge, so that the usual
// device costs one request and its repetition; Basic waits until it is asked for.
std::variant<Reply, Fault> Session::settle() {
    const Request request = list_request();
    if (scheme_ == Scheme::none && !target_.password.empty()) log_in(Scheme::digest);
    auto result = send(request);
    const Reply* reply = std::get_if<Reply>(&result);
    if (reply != nullptr && reply->status == 401) {
        if (reply->credentials_sent) throw login_error(*reply);
        log_in(choose_scheme(parse_challenges(reply->header("www-authenticate")), target_.tls,
                             target_.basic_over_http));
        result = send(request);
        reply = std::get_if<Reply>(&result);
        // One attempt with a password, never a second: devices block those who guess.
        if (reply != nullptr && reply->status == 401) throw login_error(*reply);
    }
    settled_ = reply != nullptr;
    logged_in_ = reply != nullptr && reply->status == 200;
    return result;
}

std::variant<Reply, Fault> Session::exchange(Request request) {
    if (!settled_) {
        auto result = settle();
        const Reply* reply = std::get_if<Reply>(&result);
        if (reply == nullptr || request.path == list_request().path) return result;
    }
    auto result = send(request);
    const Reply* reply = std::get_if<Reply>(&result);
    if (reply == nullptr || reply->status != 401) return result;
    // A restarted device may have forgotten its nonces without calling ours stale; the password has
    // been accepted before, so the challenge is answered anew once.
    if (!logged_in_ || target_.password.empty()) throw login_error(*reply);
    logged_in_ = false;
    log_in(choose_scheme(parse_challenges(reply->header("www-authenticate")), target_.tls,
                         target_.basic_over_http));
    result = send(request);
    reply = std::get_if<Reply>(&result);
    if (reply != nullptr && reply->status == 401) throw login_error(*reply);
    logged_in_ = reply != nullptr;
    return result;
}

Reply Session::perform(Request request, bool repeatable) {
    for (int attempt = 0;; ++attempt) {
        auto result = exchange(request);
        const Fault* fault = std::get_if<Fault>(&result);
        Reply* reply = std::get_if<Reply>(&result);
        if (reply != nullptr && reply->status == 200) return std::move(*reply);
        const Error error =
            fault != nullptr ? fault_error(*fault, request) : status_error(*reply, request);
        const bool again = attempt < options_.retries && error.failure().retryable &&
                           (repeatable || (fault != nullptr && !fault->body_sent));
        if (!again) throw error;
        warn(fmt::format("{}: {}; trying again", text::visible(target_.name), error.what()));
        sleep_unless_stopped(stop_, 500L << std::min(attempt, 5));
        check(stop_);
    }
}

std::string Session::get(std::string path, std::vector<std::pair<std::string, std::string>> query) {
    Request request;
    request.path = std::move(path);
    request.query = std::move(query);
    return perform(std::move(request), true).body;
}

Error Session::login_error(const Reply& reply) const {
    if (!reply.header("axis-setup").empty())
        return Error({.exit = ExitCode::authentication,
                      .code = "needs-setup",
                      .message = "the device has no account yet",
                      .hint = "create the first account in its web page"});
    return Error(
        {.exit = ExitCode::authentication,
         .code = "wrong-password",
         .message = fmt::format("the device does not accept the password of '{}'",
                                text::visible(target_.user)),
         .hint =
             "check user and password; it was tried once, because devices block those who guess"});
}

Error Session::fault_error(const Fault& fault, const Request& request) const {
    const std::string detail = text::visible(std::string_view(fault.detail).substr(0, 300));
    const Timeouts& bounds = request.timeouts;
    const auto timeout = options_.timeout.value_or(bounds.operation);
    switch (fault.kind) {
    case FaultKind::resolve:
        return Error(unreachable("unknown-host",
                                 fmt::format("'{}' has no address", text::visible(target_.host)),
                                 "check the name, or use the IP address"));
    case FaultKind::connect:
        return Error(
            unreachable("no-connection", fmt::format("cannot connect to {}: {}", where(), detail),
                        target_.tls ? "is the device on? one that has HTTP only is written "
                                      "http://host"
                                    : "is the device on, and is this its HTTP port?"));
    case FaultKind::connect_timeout:
        return Error(
            unreachable("connect-timeout",
                        fmt::format("no connection to {} within {}", where(),
                                    seconds(std::min(bounds.connect, timeout))),
                        "is the device on and its network reachable? --timeout bounds this wait"));
    case FaultKind::stall:
        return Error(unreachable(
            "stalled", fmt::format("{} moved no byte for {}", where(), seconds(bounds.stall))));
    case FaultKind::operation_timeout:
        return Error(unreachable(
            "timeout",
            fmt::format("{} gave no complete answer within {}", where(), seconds(timeout)),
            "--timeout sets this bound"));
    case FaultKind::tls:
        return Error(unreachable(is_not_tls(fault.detail) ? "not-tls" : "tls",
                                 is_not_tls(fault.detail)
                                     ? fmt::format("{} does not speak TLS", where())
                                     : fmt::format("no TLS connection to {}: {}", where(), detail),
                                 fmt::format("if it is a plain HTTP port, write http://{}:{}",
                                             text::visible(target_.host), target_.port)));
    case FaultKind::untrusted:
        return Error(
            {.exit = ExitCode::untrusted,
             .message = fmt::format("the certificate of {} is not trusted: {}; its SHA-256 "
                                    "fingerprint is {}",
                                    where(), detail, fault.fingerprint),
             .hint = "if the fingerprint is the device's own, "
                     "AXIS_DEVICE_HTTPS_SELF_SIGNED=1 accepts any certificate for a command"});
    case FaultKind::closed:
        return Error(unreachable(
            "connection-closed",
            fmt::format("{} closed the connection before its answer was whole", where()),
            target_.tls ? "" : "if it is an HTTPS port, leave http:// away"));
    case FaultKind::too_large:
        return Error({.exit = ExitCode::refused,
                      .code = "reply-too-large",
                      .message = fmt::format("the answer to {} is larger than {}", request.path,
                                             text::human_size(request.reply_limit))});
    case FaultKind::interrupted:
        return Error({.exit = ExitCode::interrupted, .message = "interrupted"});
    case FaultKind::local:
        return Error({.exit = ExitCode::invalid_input,
                      .message = fmt::format("cannot read the file to upload: {}", detail)});
    case FaultKind::other:
        break;
    }
    return Error(
        unreachable("transport", fmt::format("talking to {} failed: {}", where(), detail)));
}

Error Session::status_error(const Reply& reply, const Request& request) const {
    const std::string asked = fmt::format("{} {}", request.method, request.path);
    if (reply.status == 403)
        return Error({.exit = ExitCode::authentication,
                      .code = "forbidden",
                      .message = fmt::format("'{}' may not do {} (HTTP 403)",
                                             text::visible(target_.user), asked),
                      .hint = "an administrator account is needed; a device also answers like this "
                              "for some seconds after many failed logins"});
    if (reply.status == 404)
        return Error({.exit = ExitCode::refused,
                      .code = "not-found",
                      .message = fmt::format("the device has no {} (HTTP 404)", request.path),
                      .hint = "is this an Axis device that runs applications?"});
    if (reply.status >= 300 && reply.status < 400) {
        const auto places = reply.header("location");
        return Error({.exit = ExitCode::refused,
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
    return Error({.exit = ExitCode::refused,
                  .code = "http-status",
                  .message = std::move(message),
                  .retryable = is_transient(reply.status)});
}

} // namespace acapctl::device
