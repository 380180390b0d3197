#include "signing/service.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/files.hpp"

using namespace acapctl;
namespace fs = std::filesystem;

namespace {

struct Desk {
    TempDir home{};
    fs::path package = home.path() / "built.eap";
    fs::path output = home.path() / "signed.eap";
    Desk() { write_file(package, "package"); }

    Failure submit(const std::string& script) const {
        try {
            signing::submit({.command = {"/bin/sh", "-c", script, "sign", "{input}", "{output}"}},
                            {}, package, output, {});
        } catch (const Error& error) {
            return error.failure();
        }
        return {};
    }
};

} // namespace

TEST_CASE("a sign command gets the package and writes the signed one") {
    const Desk desk;
    CHECK(desk.submit("cat \"$1\" >\"$2\"; printf signature >>\"$2\"").message.empty());
    CHECK(read_file(desk.output) == "packagesignature");
}

TEST_CASE("a sign command that fails, writes nothing or is not there is told") {
    const Desk desk;
    CHECK(desk.submit("echo no key >&2; exit 4").message ==
          "the sign command /bin/sh failed (exit 4): no key");
    CHECK_THAT(desk.submit("true").message, contains("wrote no package"));
    CHECK(desk.submit("true").kind == ErrorKind::refused);
    CHECK_THROWS_AS(
        signing::submit({.command = {"/nonexistent/sign"}}, {}, desk.package, desk.output, {}),
        Error);
}

TEST_CASE("a token goes over TLS or stays on this machine") {
    for (const char* url : {"https://sign.example.com/", "http://127.0.0.1:80/x",
                            "http://localhost", "http://[::1]:8080/"})
        CHECK(signing::may_carry_token(url));
    for (const char* url :
         {"http://sign.example.com/", "http://127.0.0.1.example.com/",
          "http://localhost.example.com", "ftp://127.0.0.1", "",
          "http://127.0.0.1:80@sign.example.com/", "https://me:word@sign.example.com/"})
        CHECK_FALSE(signing::may_carry_token(url));
}

TEST_CASE("a service that does not answer is unreachable") {
    const Desk desk;
    try {
        // Port 9 of this machine has no listener.
        signing::submit({.url = "http://127.0.0.1:9/"}, Secret("token"), desk.package, desk.output,
                        {});
        FAIL("somebody answered");
    } catch (const Error& error) {
        CHECK(error.failure().kind == ErrorKind::unreachable);
        CHECK(error.failure().message.find("token") == std::string::npos);
    }
    CHECK_FALSE(fs::exists(desk.output));
}
