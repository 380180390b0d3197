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

TEST_CASE(
    "what a service repeats of the token is not shown, whole, cut or written in another way") {
    const Secret token("Zm9v/YmFyYmF6LXNlY3JldA==");
    const auto shown = [&](const std::string& said) { return signing::without_token(said, token); };
    CHECK(shown("no rights for Bearer Zm9v/YmFyYmF6LXNlY3JldA==.") == "no rights for Bearer ***.");
    CHECK(shown(R"({"token":"Zm9v\/YmFyYmF6LXNlY3JldA=="})") == R"({"token":"Zm9v\***"})");
    CHECK(shown("cut: Zm9v/YmFyYm") == "cut: ***");
    CHECK(shown("LXNlY3JldA== and Zm9v/YmFyYmF6") == "*** and ***");
    CHECK(shown("nothing of it") == "nothing of it");
    CHECK(shown(std::string(1000, 'x')).size() == 300);
    CHECK(signing::without_token("short x", Secret("x")) == "short ***");
    CHECK(signing::without_token("no token", Secret()) == "no token");
}

TEST_CASE("a package may be named as a place") {
    Desk desk;
    desk.package = desk.home.path() / "{output}.eap";
    write_file(desk.package, "package");
    CHECK(desk.submit("cat \"$1\" >\"$2\"").message.empty());
    CHECK(read_file(desk.output) == "package");
}

TEST_CASE("a sign command that prints without end is refused") {
    const Desk desk;
    const Failure failure = desk.submit("head -c 3000000 /dev/zero; cp \"$1\" \"$2\"");
    CHECK(failure.kind == ErrorKind::refused);
    CHECK_THAT(failure.message, contains("printed more than"));
}

TEST_CASE("an address is told without what may be a key in it") {
    const Desk desk;
    try {
        signing::submit({.url = "http://127.0.0.1:9/eap?key=very-secret"}, {}, desk.package,
                        desk.output, {});
        FAIL("somebody answered");
    } catch (const Error& error) {
        CHECK(error.failure().message.find("very-secret") == std::string::npos);
        CHECK_THAT(error.failure().message, contains("http://127.0.0.1:9/eap"));
    }
}
