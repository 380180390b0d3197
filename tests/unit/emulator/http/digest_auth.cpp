#include "emulator/http/digest_auth.hpp"
#include "emulator/state/access.hpp"
#include "support/text.hpp"

#include "catch.hpp"

#include <fmt/format.h>

using namespace acapctl::emulator;

namespace {

// Time that a nonce of ours was made at, in microseconds.
constexpr std::int64_t noon = 1'780'000'000'000'000;

DigestCheck check_at(std::int64_t now) {
    return {.realm = "AXIS_B8A44F000001",
            .user = "root",
            .ha1 = md5_hex("root:AXIS_B8A44F000001:pass"),
            .method = "GET",
            .target = "/axis-cgi/param.cgi?action=list",
            .now = now};
}

std::string authorization(const DigestCheck& check, const std::string& nonce,
                          const std::string& password, const std::string& extra = "") {
    const std::string ha1 = md5_hex(fmt::format("{}:{}:{}", check.user, check.realm, password));
    const std::string response =
        digest_response(ha1, check.method, check.target, nonce, "00000001", "abc");
    return fmt::format("Digest username=\"{}\", realm=\"{}\", nonce=\"{}\", uri=\"{}\", "
                       "response=\"{}\", nc=00000001, cnonce=\"abc\", qop=auth{}",
                       check.user, check.realm, nonce, check.target, response, extra);
}

} // namespace

TEST_CASE("the digest of RFC 2617 3.5 comes out as printed there") {
    const std::string ha1 = md5_hex("Mufasa:testrealm@host.com:Circle Of Life");
    CHECK(ha1 == "939e7578ed9e3c518a452acee763bce9");
    CHECK(digest_response(ha1, "GET", "/dir/index.html", "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                          "00000001", "0a4f113b") == "6629fae49393a05397450978507c4ef1");
}

TEST_CASE("the digest of RFC 7616 3.9.1 comes out as printed there") {
    const std::string ha1 = md5_hex("Mufasa:http-auth@example.org:Circle of Life");
    CHECK(digest_response(ha1, "GET", "/dir/index.html",
                          "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "00000001",
                          "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ") ==
          "8ca523f5e9506fed4657c9700eebdbec");
}

TEST_CASE("digest parameters are read quoted, bare, escaped and in any order") {
    const auto given = parse_digest("Digest  b=2 ,A=\"x\\\"y, z\",c=\"\"");
    CHECK(given == std::map<std::string, std::string>{{"a", "x\"y, z"}, {"b", "2"}, {"c", ""}});
    for (const char* bad : {"Basic cm9vdA==", "Digest a", "Digest a=1, a=2", ""}) {
        INFO(bad);
        CHECK(parse_digest(bad).empty());
    }
}

TEST_CASE("a nonce looks like a device's and lives for its time") {
    const Nonces nonces("secret");
    const std::string nonce = nonces.make(noon);
    CHECK(nonce.size() == 52);
    CHECK(nonce[11] == '=');
    CHECK(nonces.fresh(nonce, noon, 10));
    CHECK(nonces.fresh(nonce, noon + 10, 10));
    CHECK_FALSE(nonces.fresh(nonce, noon + 11, 10));
    CHECK_FALSE(nonces.fresh(nonce, noon - 1, 10));
    CHECK_FALSE(Nonces("other").fresh(nonce, noon, 10));
    CHECK_FALSE(nonces.fresh(nonce.substr(1), noon, 10));
    CHECK_FALSE(Nonces().fresh(nonce, noon, 10));
}

TEST_CASE("the right password is accepted, and only it") {
    const Nonces nonces("secret");
    const DigestCheck check = check_at(noon + 5);
    const std::string nonce = nonces.make(noon);
    CHECK(check_digest(authorization(check, nonce, "pass"), check, nonces) ==
          DigestVerdict::accepted);
    CHECK(check_digest(authorization(check, nonce, "pass", ", algorithm=MD5"), check, nonces) ==
          DigestVerdict::accepted);
    CHECK(check_digest(authorization(check, nonce, "Pass"), check, nonces) ==
          DigestVerdict::refused);
    CHECK(check_digest(authorization(check, nonce, "pass", ", algorithm=SHA-256"), check, nonces) ==
          DigestVerdict::refused);
}

TEST_CASE("an old nonce is stale for who knows the password and refused for others") {
    const Nonces nonces("secret");
    const DigestCheck late = check_at(noon + 301'000'000);
    const std::string nonce = nonces.make(noon);
    CHECK(check_digest(authorization(late, nonce, "pass"), late, nonces) == DigestVerdict::stale);
    CHECK(check_digest(authorization(late, nonce, "no"), late, nonces) == DigestVerdict::refused);
}

TEST_CASE("a digest for another target, user, realm, count or qop does not pass") {
    const Nonces nonces("secret");
    const DigestCheck check = check_at(noon);
    const std::string good = authorization(check, nonces.make(noon), "pass");
    const auto verdict = [&](const std::string& from, const std::string& to) {
        std::string header = good;
        header.replace(header.find(from), from.size(), to);
        return check_digest(header, check, nonces);
    };
    CHECK(verdict("action=list", "action=get") == DigestVerdict::bad_request);
    CHECK(verdict("\"root\"", "\"Root\"") == DigestVerdict::refused);
    CHECK(verdict("AXIS_B8", "AXIS_B9") == DigestVerdict::refused);
    CHECK(verdict("nc=00000001", "nc=1") == DigestVerdict::refused);
    CHECK(verdict("nc=00000001", "nc=00000002") == DigestVerdict::refused);
    CHECK(verdict("cnonce=\"abc\"", "cnonce=\"\"") == DigestVerdict::refused);
    CHECK(verdict("qop=auth", "qop=auth-int") == DigestVerdict::refused);
}

TEST_CASE("base64 comes back as it was, and nothing comes of what is none") {
    for (const char* text : {"", "r", "ro", "root", "root:", "root:pass"})
        CHECK(base64_decoded(base64(text)) == text);
    for (const char* bad : {"=", "a", "abc", "!!!!", "    "}) {
        INFO(bad);
        CHECK(base64_decoded(bad).empty());
    }
}

TEST_CASE("only this machine may be meant, and only its own pages may ask") {
    const auto refused = [](std::map<std::string, std::string, IgnoringCase> headers,
                            const Names& ours = {}) {
        return refuse_foreign({.headers = std::move(headers)}, ours).has_value();
    };
    for (const char* host :
         {"127.0.0.1", "127.0.0.12:8080", "127.255.255.254", "[::1]", "[::1]:8080", "::1"}) {
        INFO(host);
        CHECK(refused({{"Host", host}}) == (std::string(host) == "::1")); // without brackets
    }
    for (const char* host : {"127.1", "127.0.0.256", "128.0.0.1", "[::2]", "[::1", "[", "",
                             "[::1].example", "10.0.0.1", "camera"}) {
        INFO(host);
        CHECK(refused({{"Host", host}}) == (std::string(host).find("[::1") != 0));
    }
    const Names service{.hosts = {"camera"}, .any_address = true};
    for (const char* host : {"camera:8080", "Camera", "10.0.0.1:8080", "[fd00::2]", "localhost"}) {
        INFO(host);
        CHECK_FALSE(refused({{"Host", host}}, service));
    }
    CHECK(refused({{"Host", "camera.example"}}, service));
    CHECK(refused({{"Host", "camera"}, {"Origin", "http://elsewhere"}}, service));
    CHECK_FALSE(refused({{"Host", "127.0.0.1:8080"}}));
    CHECK_FALSE(refused({{"host", "LOCALHOST"}}));
    CHECK_FALSE(refused({{"Host", "localhost:1"}, {"Origin", "http://localhost:1"}}));
    CHECK(refused({{"Host", "camera.example"}}));
    CHECK(refused({{"Host", "127.0.0.1.example:80"}}));
    CHECK(refused({{"Host", "localhost:1"}, {"Origin", "http://localhost:2"}}));
    CHECK(refused({{"Host", "localhost:1"}, {"Origin", "null"}}));
}
