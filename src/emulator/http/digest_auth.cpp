#include "emulator/http/digest_auth.hpp"

#include "support/ascii.hpp"
#include "support/text.hpp"

#include <array>
#include <cstring>

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

namespace acapctl::emulator {

namespace {

constexpr std::size_t time_length = 12; // base64 of eight bytes
constexpr std::size_t nonce_length = time_length + 40;

std::string hash(const EVP_MD* method, std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, method, nullptr);
    return text::hex({reinterpret_cast<const char*>(digest.data()), length});
}

bool equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

// A token or a quoted string at the front of `rest`, which moves behind it.
std::string take_value(std::string_view& rest) {
    std::string value;
    if (rest.empty() || rest.front() != '"') {
        const std::size_t end = std::min(rest.find_first_of(", \t"), rest.size());
        value = rest.substr(0, end);
        rest.remove_prefix(end);
        return value;
    }
    std::size_t i = 1;
    for (; i < rest.size() && rest[i] != '"'; ++i) {
        if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
        value += rest[i];
    }
    rest.remove_prefix(std::min(i + 1, rest.size()));
    return value;
}

bool is_count(std::string_view nc) {
    return nc.size() == 8 && std::ranges::all_of(nc, ascii::is_hex_digit);
}

} // namespace

std::string md5_hex(std::string_view bytes) {
    return hash(EVP_md5(), bytes);
}

std::string base64(std::string_view bytes) {
    std::string result(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(result.data()),
                                       reinterpret_cast<const unsigned char*>(bytes.data()),
                                       static_cast<int>(bytes.size()));
    result.resize(static_cast<std::size_t>(length));
    return result;
}

std::string base64_decoded(std::string_view text) {
    std::string result(text.size() / 4 * 3 + 1, '\0');
    const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(result.data()),
                                       reinterpret_cast<const unsigned char*>(text.data()),
                                       static_cast<int>(text.size()));
    if (text.empty() || length < 0) return {};
    // The library counts the padding as bytes.
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    result.resize(static_cast<std::size_t>(length) - padding);
    return result;
}

std::map<std::string, std::string> parse_digest(std::string_view header) {
    if (!text::starts_with_ignoring_case(header, "Digest ")) return {};
    std::string_view rest = header.substr(7);
    std::map<std::string, std::string> parameters;
    while (true) {
        const std::size_t start = rest.find_first_not_of(", \t");
        if (start == rest.npos) return parameters;
        rest.remove_prefix(start);
        const std::size_t equals = rest.find('=');
        if (equals == rest.npos) return {};
        const std::string name = text::lower(text::trim(rest.substr(0, equals)));
        rest.remove_prefix(equals + 1);
        rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
        // A name given twice is an attack on whoever takes the other one.
        if (!parameters.emplace(name, take_value(rest)).second) return {};
    }
}

std::string digest_response(std::string_view ha1, std::string_view method, std::string_view uri,
                            std::string_view nonce, std::string_view nc, std::string_view cnonce) {
    const std::string ha2 = md5_hex(fmt::format("{}:{}", method, uri));
    return md5_hex(fmt::format("{}:{}:{}:{}:auth:{}", ha1, nonce, nc, cnonce, ha2));
}

Nonces::Nonces() : secret_(20, '\0') {
    RAND_bytes(reinterpret_cast<unsigned char*>(secret_.data()), static_cast<int>(secret_.size()));
}

std::string Nonces::make(std::int64_t microseconds) const {
    std::array<char, 8> bytes{};
    std::memcpy(bytes.data(), &microseconds, bytes.size());
    const std::string time = base64({bytes.data(), bytes.size()});
    return time + hash(EVP_sha1(), secret_ + time);
}

bool Nonces::fresh(std::string_view nonce, std::int64_t now, std::int64_t lifetime) const {
    if (nonce.size() != nonce_length) return false;
    const std::string time(nonce.substr(0, time_length));
    if (!equal(nonce.substr(time_length), hash(EVP_sha1(), secret_ + time))) return false;
    std::array<unsigned char, 9> bytes{};
    EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(time.data()), time_length);
    std::int64_t made = 0;
    std::memcpy(&made, bytes.data(), sizeof made);
    return made <= now && now - made <= lifetime;
}

// The order of the checks is mod_auth_digest's: staleness last, so that it tells nothing to
// somebody without the password.
DigestVerdict check_digest(std::string_view header, const DigestCheck& check,
                           const Nonces& nonces) {
    auto given = parse_digest(header);
    for (const char* name : {"username", "realm", "nonce", "uri", "response", "nc", "cnonce"})
        if (given[name].empty()) return DigestVerdict::refused;
    if (given["uri"] != check.target) return DigestVerdict::bad_request;
    if (given["username"] != check.user || given["realm"] != check.realm)
        return DigestVerdict::refused;
    if (!given["algorithm"].empty() && text::lower(given["algorithm"]) != "md5")
        return DigestVerdict::refused;
    if (given["qop"] != "auth" || !is_count(given["nc"])) return DigestVerdict::refused;
    const std::string expected = digest_response(check.ha1, check.method, given["uri"],
                                                 given["nonce"], given["nc"], given["cnonce"]);
    if (!equal(text::lower(given["response"]), expected)) return DigestVerdict::refused;
    return nonces.fresh(given["nonce"], check.now, check.lifetime) ? DigestVerdict::accepted
                                                                   : DigestVerdict::stale;
}

} // namespace acapctl::emulator
