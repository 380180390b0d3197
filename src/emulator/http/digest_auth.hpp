#pragma once
// HTTP Digest (RFC 7616, MD5, qop=auth) as Apache's mod_auth_digest does it on Axis devices, in
// pure functions of text and time.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace acapctl::emulator {

std::string md5_hex(std::string_view bytes);
std::string base64(std::string_view bytes);
std::string base64_decoded(std::string_view text); // empty if malformed

// The parameters behind "Digest ", unquoted, names in lower case; empty if malformed.
std::map<std::string, std::string> parse_digest(std::string_view header);

// What the client must have sent as `response`; `ha1` is MD5 of "user:realm:password".
std::string digest_response(std::string_view ha1, std::string_view method, std::string_view uri,
                            std::string_view nonce, std::string_view nc, std::string_view cnonce);

// Nonces as a device makes them: base64 of the time in microseconds, "=" being its last character,
// then 40 hex digits that bind the time to a secret of this process.
class Nonces {
  public:
    Nonces(); // a new secret
    explicit Nonces(std::string secret) : secret_(std::move(secret)) {}

    std::string make(std::int64_t microseconds) const;
    // Made by us, not from the future and not older than `lifetime`, both in microseconds.
    bool fresh(std::string_view nonce, std::int64_t now, std::int64_t lifetime) const;

  private:
    std::string secret_;
};

enum class DigestVerdict { accepted, refused, stale, bad_request };

struct DigestCheck {
    std::string realm{};
    std::string user{};
    std::string ha1{}; // MD5 of "user:realm:password"
    std::string method{};
    std::string target{}; // of the request line
    std::int64_t now = 0; // microseconds
    std::int64_t lifetime = 300'000'000;
};

// `stale` is only said to a client that knows the password; another one gets `refused`.
DigestVerdict check_digest(std::string_view header, const DigestCheck& check, const Nonces& nonces);

} // namespace acapctl::emulator
