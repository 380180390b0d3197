#include "device/session.hpp"

#include "device/challenge.hpp"
#include "device/redirect.hpp"
#include "device/requests.hpp"
#include "device/trust_store.hpp"
#include "support/interrupt.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

std::string seconds(std::chrono::milliseconds duration) {
    return duration.count() % 1000 == 0 ? fmt::format("{} s", duration.count() / 1000)
                                        : fmt::format("{} ms", duration.count());
}

constexpr int most_redirects = 3;

bool is_stale(const Challenge& challenge) {
    const auto stale = challenge.parameters.find("stale");
    return challenge.scheme == "digest" && stale != challenge.parameters.end() &&
           text::lower(stale->second) == "true";
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
    cache_ = DeviceCache(options_.cache_directory, target_);
}

void Session::warn(const std::string& text) const {
    if (options_.warn) options_.warn(text);
}

std::string Session::where() const {
    return fmt::format("{} port {}", text::visible(target_.host), target_.port);
}

// What is known from earlier commands. A known password is prepared as Digest, which sends nothing
// before a challenge; as Basic only where the device is known to want it and is known to be itself.
void Session::prepare() {
    if (prepared_) return;
    prepared_ = true;
    remembered_ = cache_.settled();
    if (remembered_ && remembered_->https_port && !target_.tls)
        move_to_https(*remembered_->https_port);
    else if (target_.tls)
        move_to_https(target_.port);
    if (target_.password.empty()) return;
    const bool basic = remembered_ && remembered_->scheme == Scheme::basic &&
                       (target_.tls ? !target_.accept_any_certificate : target_.basic_over_http);
    log_in(basic ? Scheme::basic : Scheme::digest);
}

// To where TLS is spoken, with the certificate that is trusted there.
void Session::move_to_https(std::uint16_t port) {
    if (!target_.tls) https_port_ = port;
    target_.tls = true;
    target_.port = port;
    if (!options_.trust_file.empty())
        target_.pinned_certificate = TrustStore(options_.trust_file).find(target_).value_or("");
    transport_->retarget(target_);
}

std::variant<Reply, Fault> Session::send(Request request) {
    if (options_.timeout) {
        request.timeouts.operation = *options_.timeout;
        request.timeouts.connect = std::min(request.timeouts.connect, *options_.timeout);
    }
    auto result = transport_->send(request, stop_);
    if (const Fault* fault = std::get_if<Fault>(&result); fault != nullptr && trust(*fault))
        result = transport_->send(request, stop_);
    // Closed before there was anything to act upon; libcurl 7.88 does so now and then when a server
    // answers the empty request for a challenge quickly over HTTP/2.
    if (const Fault* fault = std::get_if<Fault>(&result);
        fault != nullptr && fault->kind == FaultKind::closed && !fault->body_sent &&
        request.upload.empty())
        result = transport_->send(request, stop_);
    if (std::holds_alternative<Fault>(result) && remembered_ && remembered_->https_port)
        cache_.forget_settled(); // it may have moved back
    warn_of_certificate();
    return result;
}

// Trust on first use: the handshake failed before anything was sent.
bool Session::trust(const Fault& fault) {
    const Certificate& seen = fault.certificate;
    if (fault.kind != FaultKind::untrusted || !target_.pinned_certificate.empty()) return false;
    if (seen.fingerprint.empty() || !options_.trust_new || !options_.trust_new(target_, seen))
        return false;
    try {
        if (!options_.trust_file.empty())
            TrustStore(options_.trust_file).trust(target_, seen.fingerprint);
    } catch (const Error& error) { // a home that cannot be written, as in a container
        warn(fmt::format("{}: its certificate is trusted for this command only: {}",
                         text::visible(target_.name), error.what()));
    }
    target_.pinned_certificate = seen.fingerprint;
    transport_->retarget(target_);
    return true;
}

void Session::warn_of_certificate() {
    if (warned_certificate_ || !target_.accept_any_certificate) return;
    const auto seen = transport_->certificate();
    if (!seen || seen->trusted()) return;
    warned_certificate_ = true;
    warn(fmt::format("{}: {} (SHA-256 {}); AXIS_DEVICE_HTTPS_SELF_SIGNED=1 accepts it",
                     text::visible(target_.name),
                     seen->pinned.empty() ? "nobody vouches for its certificate"
                                          : "its certificate is not the one that was trusted",
                     seen->fingerprint));
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
             .hint = "set AXIS_DEVICE_PASS, or use --password-stdin, ~/.netrc or a "
                     "password_command in the inventory"});
    transport_->authenticate({scheme, target_.user, target_.password});
    scheme_ = scheme;
}

// Throws unless the challenge can be answered in a new way: with credentials that were not sent
// yet, in the scheme the device has changed to, or anew after the password had been accepted (a
// restarted device forgets its nonces without calling ours stale). One attempt with a password,
// never a second: devices block those who guess.
void Session::answer_challenge(const Reply& reply) {
    std::vector<Challenge> challenges = parse_challenges(reply.header("www-authenticate"));
    const char* used = scheme_ == Scheme::basic ? "basic" : "digest";
    const bool offered = offers(challenges, scheme_);
    const bool needs_setup = !reply.header("axis-setup").empty();
    if (needs_setup || (reply.credentials_sent && challenges.empty())) throw login_error(reply);
    if (reply.credentials_sent && offered) {
        if (std::ranges::any_of(challenges, is_stale) || !logged_in_) throw login_error(reply);
    } else if (!reply.credentials_sent && offered && scheme_ != Scheme::none) {
        // The transport could not answer the challenge it was prepared for.
        std::erase_if(challenges,
                      [&](const Challenge& challenge) { return challenge.scheme == used; });
    }
    logged_in_ = false;
    if (challenges.empty() && offered)
        throw Error({.exit = ExitCode::authentication,
                     .code = "unknown-scheme",
                     .message = fmt::format("no way to answer the device's {} challenge", used),
                     .hint = "set its authentication policy to Digest, Basic or Recommended"});
    log_in(choose_scheme(challenges, target_.tls, target_.basic_over_http));
}

bool Session::follow(const Reply& reply, Request& request) {
    const auto redirect = redirect_within(target_, request, reply);
    if (!redirect) return false;
    if (redirect->https_port) {
        move_to_https(*redirect->https_port);
    } else {
        request.path = redirect->path;
        request.query.clear();
    }
    return true;
}

void Session::note_login(const Reply& reply) {
    if (!reply.credentials_sent || reply.status == 403) return;
    logged_in_ = true;
    const Settled settled{.scheme = scheme_, .https_port = https_port_};
    if (remembered_ == settled) return;
    remembered_ = settled;
    cache_.remember_settled(settled);
}

std::variant<Reply, Fault> Session::converse(Request request) {
    int redirects = 0;
    bool answered = false;
    while (true) {
        auto result = send(request);
        const Reply* reply = std::get_if<Reply>(&result);
        if (reply == nullptr) return result;
        if (reply->status == 401) {
            if (answered) throw login_error(*reply);
            answered = true;
            answer_challenge(*reply);
            continue;
        }
        if (redirects < most_redirects && follow(*reply, request)) {
            ++redirects;
            continue;
        }
        note_login(*reply);
        return result;
    }
}

std::variant<Reply, Fault> Session::exchange(Request request) {
    prepare();
    // A challenge in answer to an upload would send the file twice.
    if (!request.upload.empty() && !logged_in_) {
        auto result = converse(list_request());
        if (std::holds_alternative<Fault>(result)) return result;
    }
    return converse(std::move(request));
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
    const auto challenges = parse_challenges(reply.header("www-authenticate"));
    if (reply.credentials_sent && std::ranges::any_of(challenges, is_stale))
        return Error({.exit = ExitCode::authentication,
                      .code = "stale-nonce",
                      .message = "the device calls every login out of date (stale nonce)",
                      .hint = "its clock may be jumping; restart the device"});
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
                        fmt::format("no connection to {} within {} (connect timeout)", where(),
                                    seconds(std::min(bounds.connect, timeout))),
                        "is the device on and its network reachable? --timeout bounds this wait"));
    case FaultKind::stall:
        return Error(unreachable("stalled", fmt::format("{} moved no byte for {} (stall timeout)",
                                                        where(), seconds(bounds.stall))));
    case FaultKind::operation_timeout:
        return Error(
            unreachable("timeout",
                        fmt::format("{} gave no complete answer within {} (operation timeout)",
                                    where(), seconds(timeout)),
                        "--timeout sets this bound"));
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

Error Session::untrusted_error(const Fault& fault) const {
    const Certificate& seen = fault.certificate;
    const std::string trust_it =
        fmt::format("acapctl device trust {} --fingerprint {}",
                    text::visible(shell_quoted({target_.name})), seen.fingerprint);
    if (!seen.pinned.empty())
        return Error(
            {.exit = ExitCode::untrusted,
             .code = "certificate-changed",
             .message =
                 fmt::format("the certificate of {} has changed: trusted is SHA-256 "
                             "{}, it shows {} ({})",
                             where(), seen.pinned, seen.fingerprint, text::visible(seen.subject)),
             .hint = "a reset device or a renewed certificate looks like this, and so does "
                     "somebody in between; if it is the device's own: " +
                     trust_it});
    return Error(
        {.exit = ExitCode::untrusted,
         .message = fmt::format("the certificate of {} ({}) is not trusted: {}; its SHA-256 "
                                "fingerprint is {}",
                                where(), text::visible(seen.subject),
                                text::visible(std::string_view(fault.detail).substr(0, 300)),
                                seen.fingerprint),
         .hint = "if that is the device's own: " + trust_it +
                 "; --trust-new trusts what a device shows first"});
}

Error Session::status_error(const Reply& reply, const Request& request) const {
    const std::string asked = fmt::format("{} {}", request.method, request.path);
    // A device that blocks an address (since AXIS OS 11.5) does so before it asks for a login.
    if (reply.status == 403 && scheme_ == Scheme::digest && !reply.credentials_sent)
        return Error(
            {.exit = ExitCode::authentication,
             .code = "throttled",
             .message = fmt::format("the device answers {} with HTTP 403 before any login: "
                                    "it blocks those who failed to log in too often",
                                    asked),
             .hint = "wait ten seconds or more, then try once with the right password"});
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
