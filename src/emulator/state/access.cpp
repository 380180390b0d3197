#include "emulator/state/access.hpp"

#include "emulator/process/device_log.hpp"
#include "support/text.hpp"

#include <chrono>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <openssl/crypto.h>

namespace acapctl::emulator {

namespace {

std::int64_t microseconds_now() {
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

// "name:8080" and "[::1]:8080" without the port.
std::string host_name(std::string_view host) {
    const bool bracketed = host.starts_with('[');
    if (bracketed) host.remove_prefix(1);
    return text::lower(host.substr(0, host.find(bracketed ? ']' : ':')));
}

bool is_address(const std::string& name, int family) {
    in6_addr address{}; // the larger one
    return ::inet_pton(family, name.c_str(), &address) == 1;
}

// Four numbers that begin with 127 are no name of another machine.
bool is_loopback(const std::string& name) {
    return name == "localhost" || name == "::1" ||
           (name.starts_with("127.") && is_address(name, AF_INET));
}

bool is_ours(const std::string& name, const Names& ours) {
    if (is_loopback(name) || text::contains(ours.hosts, name)) return true;
    return ours.any_address && (is_address(name, AF_INET) || is_address(name, AF_INET6));
}

} // namespace

Access::Access(const Profile& profile, const Accounts& accounts, DeviceLog& log)
    : profile_(profile), accounts_(accounts), log_(log) {}

Reply Access::challenge(bool tls, bool stale, bool json) const {
    Reply reply = error_page(401, "This server could not verify that you are authorized to access "
                                  "the document requested.");
    // Recorded on 12.11; of the body nothing is known.
    if (json) reply = {.status = 401, .type = "application/json; charset=utf-8"};
    const std::string& realm = accounts_.realm();
    const Login login = profile_.login(tls);
    if (login == Login::basic)
        reply.headers.emplace_back("WWW-Authenticate", fmt::format("Basic realm=\"{}\"", realm));
    if (login == Login::digest)
        reply.headers.emplace_back(
            "WWW-Authenticate",
            fmt::format("Digest realm=\"{}\", nonce=\"{}\",{} algorithm=MD5, qop=\"auth\"", realm,
                        nonces_.make(microseconds_now()), stale ? " stale=true," : ""));
    if (profile_.os.setup_header && accounts_.empty())
        reply.headers.emplace_back("Axis-Setup", "vapix");
    return reply;
}

Access::Outcome Access::check_basic(const std::string& header) const {
    const std::string given = base64_decoded(text::trim(std::string_view(header).substr(6)));
    const std::size_t colon = given.find(':');
    if (colon == std::string::npos) return {};
    Outcome outcome{.user = given.substr(0, colon)};
    const auto account = accounts_.find(outcome.user);
    const std::string ha1 = accounts_.ha1(outcome.user, Secret(given.substr(colon + 1)));
    if (!account || CRYPTO_memcmp(ha1.data(), account->ha1.data(), ha1.size()) != 0) return outcome;
    outcome.verdict = Verdict::accepted;
    outcome.account = account;
    return outcome;
}

Access::Outcome Access::check_digest_of(const std::string& header, const Request& request) const {
    Outcome outcome{.user = parse_digest(header)["username"]};
    outcome.account = accounts_.find(outcome.user);
    if (!outcome.account) return outcome;
    const DigestCheck check{.realm = accounts_.realm(),
                            .user = outcome.user,
                            .ha1 = outcome.account->ha1,
                            .method = request.method,
                            .target = request.target,
                            .now = microseconds_now()};
    switch (check_digest(header, check, nonces_)) {
    case DigestVerdict::accepted:
        outcome.verdict = Verdict::accepted;
        break;
    case DigestVerdict::bad_request:
        outcome.verdict = Verdict::bad_request;
        break;
    case DigestVerdict::stale:
        outcome.verdict = Verdict::stale;
        break;
    case DigestVerdict::refused:
        break;
    }
    return outcome;
}

Access::Outcome Access::check(const Request& request) const {
    const std::string* header = request.header("Authorization");
    const Login login = profile_.login(request.tls);
    // Another scheme than the offered one is no password, so no guess either.
    const char* scheme = login == Login::basic ? "Basic " : "Digest ";
    if (header == nullptr || login == Login::none ||
        !text::starts_with_ignoring_case(*header, scheme))
        return {.verdict = Verdict::anonymous};
    return login == Login::basic ? check_basic(*header) : check_digest_of(*header, request);
}

void Access::note_failure(const Request& request, const std::string& user) {
    log_.system("httpd",
                fmt::format("{} from {} failed to access {}.Password mismatch", text::visible(user),
                            request.client, text::visible(request.path)),
                4);
    if (throttle_.failed(request.client, profile_.os.throttling, Throttle::Clock::now()))
        log_.system("httpd",
                    fmt::format("[evasive20:warn] Blocklisting address {}: possible DoS attack.",
                                request.client),
                    4);
}

std::optional<Reply> Access::refuse(const Request& request, Role role, bool json) {
    if (throttle_.blocked(request.client, Throttle::Clock::now()))
        return error_page(403, "You don't have permission to access this resource.");
    const Outcome outcome = check(request);
    switch (outcome.verdict) {
    case Verdict::accepted:
        if (outcome.account->role >= role) return std::nullopt;
        if (profile_.os.wrong_role != 401) return error_page(profile_.os.wrong_role);
        return challenge(request.tls, false, json);
    case Verdict::bad_request:
        return error_page(400, "The digest is for another URI.");
    case Verdict::stale:
        return challenge(request.tls, true, json);
    case Verdict::refused:
        note_failure(request, outcome.user);
        break;
    case Verdict::anonymous:
        break;
    }
    return challenge(request.tls, false, json);
}

std::optional<Reply> refuse_foreign(const Request& request, const Names& ours) {
    const std::string* host = request.header("Host");
    if (host != nullptr && !is_ours(host_name(*host), ours))
        return error_page(403, "The emulator answers requests for this machine only, and for the "
                               "names that --host gives.");
    const std::string* origin = request.header("Origin");
    if (origin == nullptr) return std::nullopt;
    const std::size_t scheme = origin->find("://");
    if (host != nullptr && scheme != std::string::npos && origin->substr(scheme + 3) == *host)
        return std::nullopt;
    return error_page(403, "The emulator answers no pages of another origin.");
}

} // namespace acapctl::emulator
