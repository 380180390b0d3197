// What --dry-run and --curl write, to be read by a person or pasted into a shell.
#include "cameras.hpp"
#include "catch.hpp"

namespace acapctl::cli {

namespace {

Said curl(Cameras& desk, Words words, const std::string& target) {
    words.insert(words.end(), {"--curl", "-t", target});
    return desk.acapctl(words);
}

} // namespace

TEST_CASE("a curl command reads user and password from its standard input") {
    Cameras desk;
    const Said said = curl(desk, {"list"}, "http://one:81");
    CHECK(said.exit == 0);
    CHECK(
        said.out ==
        R"sh(printf 'user = "%s:%s"\n' root "$(printf %s "$AXIS_DEVICE_PASS" | sed 's/["\\]/\\&/g')")sh"
        " | curl --config - --fail-with-body --digest "
        "http://one:81/axis-cgi/applications/list.cgi\n");
    CHECK_THAT(curl(desk, {"list"}, "http://o'me@one").out, contains(R"('o'\''me')"));
}

TEST_CASE("a curl command takes a certificate and a login as acapctl would") {
    Cameras desk;
    const auto list = [&](const std::string& target, const Words& options = {}) {
        Words words{"list"};
        words.insert(words.end(), options.begin(), options.end());
        return curl(desk, words, target).out;
    };
    CHECK_THAT(list("https://one"), contains("--anyauth https://one/"));
    desk.environment["AXIS_DEVICE_HTTPS_SELF_SIGNED"] = "1";
    CHECK_THAT(list("https://one"), contains("--anyauth --insecure"));
    CHECK(list("http://one").find("--insecure") == std::string::npos);
    REQUIRE(desk.acapctl({"device", "trust", "https://one", "--fingerprint", foreign_fingerprint})
                .exit == 0);
    CHECK(list("https://one").find("--insecure") == std::string::npos); // another would do as well
    CHECK_THAT(list("http://one", {"--basic-over-http"}), contains("--basic http"));
    CHECK_THAT(list("http://127.0.0.1:8080"), contains("--noproxy '*' http"));
}

TEST_CASE("a curl command sends the same body") {
    Cameras desk;
    const std::string key = desk.write("my key.xml", "<Licensekey/>").string();
    CHECK_THAT(curl(desk, {"params", "set", "hello", "A=1 2&"}, "http://one").out,
               contains("--header 'Content-Type: application/x-www-form-urlencoded' --data "
                        "'action=update&root.hello.A=1%202%26' http://one/axis-cgi/param.cgi\n"));
    CHECK_THAT(curl(desk, {"license", "install", key, "hello"}, "http://one").out,
               contains("--form 'licenseKey=@" + key +
                        ";filename=my_key.xml;type=application/octet-stream' "));
    CHECK_THAT(curl(desk, {"stop", "hello"}, "http://one").out,
               contains("--request POST 'http://one/axis-cgi/applications/control.cgi?action=stop"
                        "&package=hello'\n"));
}

TEST_CASE("what is shown of several devices stands under their names, and asks for no password") {
    Cameras desk;
    desk.environment.clear();
    const Said said = desk.on_both({"list", "--dry-run", "--password-stdin", "--json"});
    INFO(said.err);
    CHECK(said.exit == 0);
    const auto document = said.document();
    CHECK(document["kind"] == "acapctl.list/v1");
    CHECK(document["devices"][1]["device"] == "http://two");
    CHECK(document["devices"][1]["requests"][0] == "GET http://two/axis-cgi/applications/list.cgi");
    CHECK(document["summary"]["ok"] == 2);
}

} // namespace acapctl::cli
