#include "device/http/challenge.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <filesystem>
#include <iostream>

using namespace acapctl;
using namespace acapctl::device;

namespace {

// The scheme chosen for these headers, or the narrower error code.
std::string choice(const std::vector<std::string>& headers, bool tls,
                   bool basic_over_http = false) {
    try {
        switch (choose_scheme(parse_challenges(headers), tls, basic_over_http)) {
        case Scheme::basic:
            return "basic";
        case Scheme::digest:
            return "digest";
        case Scheme::none:
            return "none";
        }
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::authentication);
        return error.failure().code;
    }
    return "";
}

} // namespace

TEST_CASE("one header may hold several challenges") {
    const auto all = parse_challenges(
        {R"(Basic realm="a, b", Digest realm="x\"y", nonce="n=1", qop="auth,auth-int",algorithm=MD5)"});
    REQUIRE(all.size() == 2);
    CHECK(all[0].scheme == "basic");
    CHECK(all[0].parameters.at("realm") == "a, b");
    CHECK(all[1].scheme == "digest");
    CHECK(all[1].parameters.at("realm") == "x\"y");
    CHECK(all[1].parameters.at("nonce") == "n=1");
    CHECK(all[1].parameters.at("qop") == "auth,auth-int");
}

TEST_CASE("malformed challenges end the reading, not the program") {
    CHECK(parse_challenges({"", ",,,", "=x"}).empty());
    CHECK(parse_challenges({"Digest realm=\"unclosed"}).size() == 1);
    CHECK(parse_challenges({"Digest realm=\"a\\"}).size() == 1);
    CHECK(parse_challenges({"Negotiate"}).front().scheme == "negotiate");
}

TEST_CASE("Digest wins, Basic only over TLS or when asked for") {
    const std::string digest = R"(Digest realm="AXIS_1", nonce="a", algorithm=MD5, qop="auth")";
    const std::string sha = R"(Digest realm="AXIS_1", nonce="a", algorithm=SHA-256, qop="auth")";
    const std::string boa = R"(Digest realm="AXIS_1", nonce="a", stale=FALSE, qop="auth")";
    const std::string odd = R"(Digest realm="AXIS_1", nonce="a", algorithm=SHA3, qop="auth")";
    const std::string integrity = R"(Digest realm="AXIS_1", nonce="a", qop="auth-int")";
    const std::string basic = R"(Basic realm="AXIS_1")";
    CHECK(choice({digest}, false) == "digest");
    CHECK(choice({sha}, false) == "digest");
    CHECK(choice({boa}, false) == "digest");
    CHECK(choice({basic, digest}, true) == "digest");
    CHECK(choice({basic}, true) == "basic");
    CHECK(choice({basic}, false) == "basic-over-http");
    CHECK(choice({basic}, false, true) == "basic");
    CHECK(choice({odd}, true) == "unknown-scheme");
    CHECK(choice({integrity}, true) == "unknown-scheme");
    CHECK(choice({odd, basic}, true) == "basic");
    CHECK(choice({}, true) == "no-challenge");
    CHECK(choice({"Bearer realm=x"}, true) == "unknown-scheme");
}

TEST_CASE("the recorded challenges of real devices are understood", "[corpus]") {
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(SHARED_CORPUS) / "responses/auth-401";
    if (!fs::exists(folder)) {
        std::cout << "skipped: no " << folder.string() << "\n";
        return;
    }
    std::size_t seen = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        std::vector<std::string> headers;
        for (const std::string& line : text::lines(read_file(entry.path())))
            if (text::starts_with_ignoring_case(line, "www-authenticate:"))
                headers.emplace_back(text::trim(std::string_view(line).substr(17)));
        INFO(entry.path().string());
        const bool tls = entry.path().filename().string().find("https") != std::string::npos;
        CHECK(choice(headers, tls) == (tls ? "basic" : "digest"));
        ++seen;
    }
    CHECK(seen >= 5);
}
