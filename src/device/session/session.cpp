// How one logs in, which is settled once and remembered per device.
//
// Before the first request nothing is known but the target. A password is prepared as Digest,
// because curl sends nothing of it before the device has challenged; as Basic only where this
// device wanted Basic before and is known to be itself, since Basic sends the password readable.
// The first challenge decides: of what the device offers, the strongest that is allowed here
// (challenge.cpp), and the request is sent again once. A second refusal is an error at once:
// devices block those who guess.
//
// Three things look like a wrong password and are none: a nonce that the device calls stale, which
// curl answers by itself; a device that was restarted and forgets its nonces without saying so; and
// one that changed its scheme. The last two get one more attempt, if this session was logged in.
//
// An upload never is the request that meets a challenge, because the file would travel twice:
// exchange() sends a cheap request first.
#include "device/session/session.hpp"

#include "device/http/challenge.hpp"
#include "device/http/redirect.hpp"
#include "device/session/requests.hpp"
#include "device/session/trust_store.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::device {

namespace {

constexpr int most_redirects = 3;
constexpr int repeats_of_busy = 3;

// Retry-After in seconds (RFC 9110), as far as one waits for it.
std::optional<std::chrono::milliseconds> pause_asked_for(const std::variant<Reply, Fault>& result) {
    constexpr std::size_t most = 10;
    const Reply* reply = std::get_if<Reply>(&result);
    const auto values =
        reply == nullptr ? std::vector<std::string>() : reply->header("retry-after");
    const std::string wish = values.empty() ? "" : values.front();
    if (wish.empty() || wish.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt; // a date is of a clock that may be wrong
    const auto asked = text::parse_unsigned(wish).value_or(most); // more than a number holds
    if (asked == 0) return std::nullopt; // the pause is there for the device to recover
    return std::chrono::seconds(std::min<std::size_t>(asked, most));
}

} // namespace

Session::Session(Target target, std::unique_ptr<Transport> transport, SessionOptions options,
                 std::stop_token stop)
    : target_(std::move(target)), transport_(std::move(transport)), options_(std::move(options)),
      stop_(std::move(stop)) {
    if (target_.user.empty()) target_.user = "root";
    cache_ = DeviceCache(options_.cache_directory, target_);
}

void Session::warn(const std::string& text, std::vector<Advice> advice) const {
    if (options_.warn) options_.warn({text, std::move(advice)});
}

void Session::warn_once(const std::string& text) {
    if (warned_.insert(text).second) warn(text);
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
    const bool basic =
        remembered_ && remembered_->scheme == Scheme::basic &&
        (target_.tls ? !target_.accept_unknown_certificate : target_.basic_over_http);
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
    if (const auto left = time_left()) {
        if (left->count() == 0) return Fault{.kind = FaultKind::operation_timeout};
        request.timeouts.operation = *left;
        request.timeouts.connect = std::min(request.timeouts.connect, *left);
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
    answered_ = answered_ || std::holds_alternative<Reply>(result);
    warn_of_certificate();
    return result;
}

// Trust on first use: the handshake failed before anything was sent.
bool Session::trust(const Fault& fault) {
    const Certificate& seen = fault.certificate;
    if (fault.kind != FaultKind::untrusted || !target_.pinned_certificate.empty()) return false;
    if (seen.fingerprint.empty() || !options_.trust_new || !options_.trust_new(target_, seen))
        return false;
    std::string trusted = seen.fingerprint;
    try {
        if (!options_.trust_file.empty())
            trusted = TrustStore(options_.trust_file).trust_first(target_, seen.fingerprint);
    } catch (const Error& error) { // a home that cannot be written, as in a container
        warn(fmt::format("{}: its certificate is trusted for this command only: {}",
                         text::visible(target_.name), error.what()));
    }
    target_.pinned_certificate = trusted;
    transport_->retarget(target_);
    return true;
}

void Session::warn_of_certificate() {
    if (warned_certificate_ || !target_.accept_unknown_certificate) return;
    const auto seen = transport_->certificate();
    if (!seen || seen->trusted() || !seen->pinned.empty()) return; // one that changed is refused
    warned_certificate_ = true;
    warn(fmt::format("{}: nobody vouches for its certificate (SHA-256 {}); "
                     "AXIS_DEVICE_HTTPS_SELF_SIGNED=1 accepts it",
                     text::visible(target_.name), seen->fingerprint));
}

void Session::log_in(Scheme scheme) {
    if (target_.password.empty() && options_.ask_password)
        target_.password = options_.ask_password(target_);
    if (target_.password.empty())
        throw Error(
            {.kind = ErrorKind::authentication,
             .code = "no-password",
             .message = fmt::format("the device wants a password for '{}' and none is known",
                                    text::visible(target_.user)),
             .advice = {{Advice::give_password}}});
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
        if (says_stale(challenges) || !logged_in_) throw login_error(reply);
    } else if (!reply.credentials_sent && offered && scheme_ != Scheme::none) {
        // The transport could not answer the challenge it was prepared for.
        std::erase_if(challenges,
                      [&](const Challenge& challenge) { return challenge.scheme == used; });
    }
    logged_in_ = false;
    if (challenges.empty() && offered)
        throw Error({.kind = ErrorKind::authentication,
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

std::variant<Reply, Fault> Session::exchange(const Request& request) {
    prepare();
    // A challenge in answer to an upload would send the file twice.
    if (!request.upload.empty() && !logged_in_) {
        auto result = converse(list_request());
        if (std::holds_alternative<Fault>(result)) return result;
    }
    return converse(request);
}

std::optional<Error> Session::error_of(const std::variant<Reply, Fault>& result,
                                       const Request& request) const {
    if (const Fault* fault = std::get_if<Fault>(&result)) return fault_error(*fault, request);
    const Reply& reply = std::get<Reply>(result);
    return reply.status == 200 ? std::nullopt : std::optional(status_error(reply, request));
}

void Session::begin_operation() {
    if (options_.timeout && (!deadline_ || !options_.one_operation))
        deadline_ = options_.clock.now() + *options_.timeout;
}

std::optional<std::chrono::milliseconds> Session::time_left() const {
    using std::chrono::milliseconds;
    if (!deadline_) return std::nullopt;
    const auto left = *deadline_ - options_.clock.now();
    return std::max(milliseconds(0), std::chrono::ceil<milliseconds>(left));
}

// Before the first request, so that this one finds the device as it should be. Not before the one
// that needs no login and is sent to devices that are about to start.
void Session::meet(const Request& request) {
    if (met_ || !options_.on_meeting || request.path == system_ready_request().path) return;
    met_ = true; // its own requests come here too
    met_ = options_.on_meeting(*this);
}

// The one rule of what is sent again. An upload has one of its own: deploy/upload.cpp.
int Session::most_repeats(const std::variant<Reply, Fault>& result, Repeat repeat) const {
    const Reply* reply = std::get_if<Reply>(&result);
    const bool unsent = reply == nullptr && !std::get<Fault>(result).body_sent;
    if (repeat == Repeat::never || (repeat == Repeat::unsent && !unsent)) return 0;
    const bool busy = reply != nullptr && reply->status == 503 && !polled_;
    return options_.retries.value_or(busy ? repeats_of_busy : 0);
}

std::variant<Reply, Fault> Session::exchange(const Request& request, Repeat repeat) {
    using std::chrono::milliseconds;
    meet(request);
    begin_operation();
    for (int attempt = 0;; ++attempt) {
        auto result = exchange(request);
        if (time_left() == milliseconds(0) || attempt >= most_repeats(result, repeat))
            return result;
        const auto error = error_of(result, request);
        if (!error || !error->failure().retryable) return result;
        warn(fmt::format("{}: {}; trying again", text::visible(target_.name), error->what()));
        const milliseconds pause =
            pause_asked_for(result).value_or(milliseconds(500L << std::min(attempt, 5)));
        options_.clock.sleep(stop_, std::min(pause, time_left().value_or(pause)));
    }
}

Reply Session::perform(const Request& request, bool repeatable) {
    auto result = exchange(request, repeatable ? Repeat::always : Repeat::unsent);
    if (const auto error = error_of(result, request)) throw *error;
    return std::get<Reply>(std::move(result));
}

std::string Session::get(std::string path, std::vector<std::pair<std::string, std::string>> query) {
    Request request;
    request.path = std::move(path);
    request.query = std::move(query);
    return perform(request, true).body;
}

} // namespace acapctl::device
