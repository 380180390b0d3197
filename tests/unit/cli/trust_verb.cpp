// `device trust` and what sessions do with certificates that nobody vouches for.
#include "catch.hpp"
#include "desk.hpp"

namespace acapctl::cli {

namespace {

const std::string fingerprint = "45:E0:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:45:E0:00:11:22:33:"
                                "44:55:66:77:88:99:AA:BB:CC:DD";

} // namespace

TEST_CASE("a fingerprint is trusted, listed and forgotten without asking the device") {
    Desk desk;
    const Said trusted =
        desk.acapctl({"device", "trust", "https://one", "--fingerprint", fingerprint});
    INFO(trusted.err);
    CHECK(trusted.exit == 0);
    CHECK_THAT(desk.acapctl({"device", "trust", "--list"}).out, contains("one:443"));
    const auto list = desk.acapctl({"device", "trust", "--list", "--json"}).document();
    CHECK(list["kind"] == "acapctl.device-trust/v1");
    CHECK(list["pins"].size() == 1);
    CHECK(desk.acapctl({"device", "trust", "https://one", "--remove"}).exit == 0);
    CHECK(desk.acapctl({"device", "trust", "--list"}).out.empty());
    CHECK(desk.devices.empty()); // nobody was asked
}

TEST_CASE("what is no fingerprint is wrong usage") {
    Desk desk;
    for (const char* wrong : {"45:E0", "zz", ""}) {
        const Said said =
            desk.acapctl({"device", "trust", "https://one", "--fingerprint", wrong, "--json"});
        INFO(wrong);
        CHECK(said.exit == 2);
    }
}

} // namespace acapctl::cli
