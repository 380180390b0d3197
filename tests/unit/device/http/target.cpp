#include "device/http/target.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"

#include <map>

using namespace acapctl;
using namespace acapctl::device;

namespace {

Lookup with(std::map<std::string, std::string> variables) {
    return [variables](const char* name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
}

} // namespace

TEST_CASE("a target's text and environment give scheme, host and port") {
    struct Row {
        const char* text;
        std::map<std::string, std::string> environment;
        const char* origin;
    };
    const Row rows[] = {
        {"cam", {}, "https://cam"},
        {"192.168.0.90:8443", {}, "https://192.168.0.90:8443"},
        {"http://cam", {}, "http://cam"},
        {"https://cam/", {}, "https://cam"},
        {"HTTP://cam:81", {}, "http://cam:81"},
        {"[fe80::1]", {}, "https://[fe80::1]"},
        {"[fe80::1%eth0]:8443", {}, "https://[fe80::1%25eth0]:8443"},
        {"[fe80::1%25eth0]", {}, "https://[fe80::1%25eth0]"},
        {"[fe80::1%25]", {}, "https://[fe80::1%2525]"}, // the interface of number 25
        {"http://[::1]:8080", {}, "http://[::1]:8080"},
        {"cam", {{"AXIS_DEVICE_HTTPS_PORT", "4443"}}, "https://cam:4443"},
        {"cam:1", {{"AXIS_DEVICE_HTTPS_PORT", "4443"}}, "https://cam:1"},
        {"cam", {{"AXIS_DEVICE_HTTP_PORT", "8080"}}, "http://cam:8080"},
        {"http://cam", {{"AXIS_DEVICE_HTTP_PORT", "8080"}}, "http://cam:8080"},
        {"https://cam", {{"AXIS_DEVICE_HTTP_PORT", "8080"}}, "https://cam"},
        {"cam:8080", {{"AXIS_DEVICE_HTTP_PORT", "8080"}}, "http://cam:8080"},
        {"cam:443", {{"AXIS_DEVICE_HTTP_PORT", "8080"}}, "https://cam"},
        {"cam",
         {{"AXIS_DEVICE_HTTP_PORT", "80"}, {"AXIS_DEVICE_HTTPS_PORT", "443"}},
         "https://cam"},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        CHECK(complete_target(row.text, with(row.environment)).origin() == row.origin);
    }
}

TEST_CASE("unknown certificates are accepted by whoever says so, however it is written") {
    const auto accepts = [](const char* value) {
        return complete_target("cam", with({{"AXIS_DEVICE_HTTPS_SELF_SIGNED", value}}))
            .accept_unknown_certificate;
    };
    for (const char* yes : {"1", "true", "Yes", "on"}) CHECK(accepts(yes));
    for (const char* no : {"0", "false", "NO", "off"}) CHECK_FALSE(accepts(no));
    CHECK_FALSE(complete_target("cam", with({})).accept_unknown_certificate);
    CHECK_THROWS_WITH(accepts("2"), contains("neither yes nor no"));
}

TEST_CASE("a user in the text wins over the environment") {
    const auto environment = with({{"AXIS_DEVICE_USER", "anna"}, {"AXIS_DEVICE_PASS", "secret"}});
    CHECK(complete_target("cam", environment).user == "anna");
    CHECK(complete_target("https://bo@cam", environment).user == "bo");
    CHECK(complete_target("cam", environment).password.reveal() == "secret");
    CHECK(complete_target("cam", with({})).user.empty());
}

TEST_CASE("malformed targets are usage errors") {
    for (const char* text :
         {"", "http://", "cam:0", "cam:65536", "cam:", "cam:x", "::1", "[::1", "[cam]", "[::1]x",
          "ftp://cam", "cam/path", "ca m", "@cam", "a\033b"}) {
        INFO(text);
        CHECK_THROWS_AS(complete_target(text, with({})), Error);
    }
}

TEST_CASE("a password inside a target is refused and not repeated") {
    for (const char* text :
         {"https://root:hunter2@cam", "root:hunter2@cam", "ftp://root:hunter2@cam"}) {
        try {
            complete_target(text, with({}));
            FAIL("accepted");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::usage);
            CHECK_THAT(error.failure().message + error.failure().hint, !contains("hunter2"));
        }
    }
}

TEST_CASE("loopback is known by name and address") {
    for (const char* text : {"localhost", "127.0.0.1:1", "127.0.0.12", "[::1]", "cam.localhost"})
        CHECK(complete_target(text, with({})).is_loopback());
    for (const char* text : {"cam", "127.example.com", "128.0.0.1"})
        CHECK_FALSE(complete_target(text, with({})).is_loopback());
}
