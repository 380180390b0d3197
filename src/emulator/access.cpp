#include "emulator/access.hpp"

#include "support/text.hpp"

#include <chrono>

#include <fmt/format.h>
#include <openssl/crypto.h>

namespace acapctl::emulator {

namespace {

constexpr const char* user = "root";

std::int64_t microseconds_now() {
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

// Encoding ours is simpler than decoding theirs.
bool basic_matches(std::string_view header, const std::string& password) {
    if (!text::starts_with_ignoring_case(header, "Basic ")) return false;
    const std::string_view given = text::trim(header.substr(6));
    const std::string expected = base64(fmt::format("{}:{}", user, password));
    return given.size() == expected.size() &&
           CRYPTO_memcmp(given.data(), expected.data(), given.size()) == 0;
}

bool is_local(std::string_view host) {
    if (host.starts_with("[::1]")) return host.size() == 5 || host[5] == ':';
    const std::string name = text::lower(host.substr(0, host.find(':')));
    return name == "localhost" || name == "127.0.0.1";
}

} // namespace

Access::Access(std::string mac, Secret password)
    : realm_("AXIS_" + std::move(mac)), password_(std::move(password)) {}

Reply Access::challenge(bool tls, bool stale) const {
    Reply reply = error_page(401, "This server could not verify that you are authorized to access "
                                  "the document requested.");
    reply.headers.emplace_back(
        "WWW-Authenticate",
        tls ? fmt::format("Basic realm=\"{}\"", realm_)
            : fmt::format("Digest realm=\"{}\", nonce=\"{}\",{} algorithm=MD5, qop=\"auth\"",
                          realm_, nonces_.make(microseconds_now()), stale ? " stale=true," : ""));
    return reply;
}

std::optional<Reply> Access::refuse(const Request& request) const {
    const std::string* header = request.header("Authorization");
    if (header == nullptr) return challenge(request.tls, false);
    if (request.tls) {
        if (basic_matches(*header, password_.reveal())) return std::nullopt;
        return challenge(true, false);
    }
    const DigestCheck check{.realm = realm_,
                            .user = user,
                            .password = password_.reveal(),
                            .method = request.method,
                            .target = request.target,
                            .now = microseconds_now()};
    switch (check_digest(*header, check, nonces_)) {
    case DigestVerdict::accepted:
        return std::nullopt;
    case DigestVerdict::bad_request:
        return error_page(400, "The digest is for another URI.");
    case DigestVerdict::stale:
        return challenge(false, true);
    case DigestVerdict::refused:
        break;
    }
    return challenge(false, false);
}

std::optional<Reply> refuse_foreign(const Request& request) {
    const std::string* host = request.header("Host");
    if (host != nullptr && !is_local(*host))
        return error_page(403, "The emulator answers requests for this machine only.");
    const std::string* origin = request.header("Origin");
    if (origin == nullptr) return std::nullopt;
    const std::size_t scheme = origin->find("://");
    if (host != nullptr && scheme != std::string::npos && origin->substr(scheme + 3) == *host)
        return std::nullopt;
    return error_page(403, "The emulator answers no pages of another origin.");
}

} // namespace acapctl::emulator
