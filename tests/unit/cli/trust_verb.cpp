// `device trust`: what is trusted although no authority vouches for it.
#include "cameras.hpp"
#include "catch.hpp"

namespace acapctl::cli {

namespace {

const std::string other_fingerprint = "00" + foreign_fingerprint.substr(2);

// A device that shows a certificate which nobody vouches for; a transport knows what is pinned.
struct Certificates : Cameras {
    Certificates() { show(foreign_fingerprint); }
    void show(const std::string& fingerprint, const std::string& pinned = "",
              const std::string& distrust = "self-signed") {
        one().fake.certificate = {.fingerprint = fingerprint,
                                  .subject = "CN=axis",
                                  .pinned = pinned,
                                  .distrust = distrust};
    }
    Said trust(Words options = {}) {
        options.insert(options.begin(), {"device", "trust", "https://one"});
        return acapctl(options);
    }
    std::string listed() { return acapctl({"device", "trust", "--list"}).out; }
};

} // namespace

TEST_CASE("a fingerprint is trusted, listed and forgotten without asking the device") {
    Certificates desk;
    const Said trusted = desk.trust({"--fingerprint", foreign_fingerprint});
    CHECK(trusted.exit == 0);
    CHECK(trusted.out.empty());
    CHECK(trusted.err == "https://one: trusted (SHA-256 " + foreign_fingerprint + ")\n");
    CHECK(desk.listed().starts_with("one:443\t"));
    CHECK(desk.listed().ends_with("\t" + foreign_fingerprint + "\n"));
    const auto list = desk.acapctl({"device", "trust", "--list", "--json"}).document();
    CHECK(list["kind"] == "acapctl.device-trust/v1");
    REQUIRE(list["pins"].size() == 1);
    CHECK(list["pins"][0]["place"] == "one:443");
    CHECK(list["pins"][0]["fingerprint"] == foreign_fingerprint);
    CHECK(desk.trust({"--remove"}).err == "https://one: removed\n");
    CHECK(desk.trust({"--remove"}).err == "https://one: was not trusted\n");
    const Said none = desk.acapctl({"device", "trust", "--list"});
    CHECK(none.out.empty());
    CHECK(none.err == "no certificate is trusted by its fingerprint\n");
    CHECK(desk.one().fake.requests.empty());
}

TEST_CASE("a certificate that nobody has confirmed is not trusted unasked") {
    Certificates desk;
    const Said refused = desk.trust();
    CHECK(refused.exit == 11);
    CHECK_THAT(refused.err, contains("nobody has confirmed its certificate"));
    CHECK_THAT(refused.err, contains("--fingerprint " + foreign_fingerprint));
    CHECK(desk.listed().empty());
    const auto device = desk.trust({"--json"}).document()["devices"][0];
    CHECK(device["place"] == "one:443");
    CHECK(device["subject"] == "CN=axis");
    CHECK(device["fingerprint"] == foreign_fingerprint);
    CHECK(device["outcome"].is_null());
    CHECK(device["error"]["exit"] == 11);
    CHECK(desk.one().fake.credentials.empty()); // no password goes to it

    const auto trusted = desk.trust({"--trust-new", "--json"}).document()["devices"][0];
    CHECK(trusted["outcome"] == "trusted");
    CHECK_THAT(desk.listed(), contains(foreign_fingerprint));
    desk.show(foreign_fingerprint, foreign_fingerprint);
    CHECK_THAT(desk.trust().err, contains("https://one: already trusted"));
}

TEST_CASE(
    "one that changed is refused, --trust-new or not, and one that is vouched for needs nothing") {
    Certificates desk;
    REQUIRE(desk.trust({"--fingerprint", other_fingerprint}).exit == 0);
    desk.show(foreign_fingerprint, other_fingerprint);
    for (const Words& options : {Words{}, Words{"--trust-new"}}) {
        const Said changed = desk.trust(options);
        CHECK(changed.exit == 11);
        CHECK_THAT(changed.err, contains("trusted is SHA-256 " + other_fingerprint));
    }
    CHECK(desk.trust({"--json"}).document()["devices"][0]["error"]["code"] ==
          "certificate-changed");
    CHECK_THAT(desk.listed(), contains(other_fingerprint));
    desk.show(foreign_fingerprint, "", "");
    CHECK_THAT(desk.trust().err, contains("https://one: vouched for"));
}

TEST_CASE("a person at a terminal is asked, and only a clear yes is one") {
    for (const auto& [typed, exit] :
         {std::pair{"y\n", 0}, {" Yes \n", 0}, {"n\n", 11}, {"\n", 11}, {"yy\n", 11}}) {
        Certificates desk;
        desk.typed = typed;
        const Said said = desk.trust();
        INFO(typed << said.err);
        CHECK(said.exit == exit);
        CHECK_THAT(said.err, contains("subject  CN=axis"));
        CHECK_THAT(said.err, contains(foreign_fingerprint));
        CHECK_THAT(said.err, contains("[y/N]"));
        CHECK(desk.listed().empty() == (exit != 0));
    }
    Certificates desk;
    desk.typed = "y\n";
    desk.environment["CI"] = "true";
    CHECK(desk.trust().exit == 11); // nobody sits there
}

TEST_CASE("a device that shows no certificate is told for itself") {
    Certificates desk;
    desk.one().fake.certificate.reset();
    desk.give(desk.one(), trouble(5));
    desk.two().fake.certificate = {.fingerprint = foreign_fingerprint, .subject = "CN=axis"};
    const Said said = desk.acapctl({"device", "trust", "https://one", "https://two", "http://two"});
    CHECK(said.exit == 10);
    CHECK_THAT(said.err, contains("error: https://one: cannot connect"));
    CHECK_THAT(said.err, contains("https://two: vouched for"));
    CHECK_THAT(said.err, contains("error: http://two: a device named by http:// shows no"));
}

TEST_CASE("what cannot be trusted is wrong usage") {
    Cameras desk;
    const Words trust{"device", "trust", "https://one"};
    struct Case {
        Words more;
        std::string message;
    };
    for (const Case& one :
         {Case{{"--fingerprint", "45:E0"}, "not a SHA-256 fingerprint"},
          Case{{"--fingerprint", "zz"}, "not a SHA-256 fingerprint"},
          Case{{"--fingerprint", ""}, "it is empty"},
          Case{{"https://two", "--fingerprint", foreign_fingerprint}, "that of one device"}}) {
        Words words = trust;
        words.insert(words.end(), one.more.begin(), one.more.end());
        const Said said = desk.acapctl(words);
        INFO(one.message << said.err);
        CHECK(said.exit == 2);
        CHECK_THAT(said.err, contains(one.message));
    }
    CHECK_THAT(desk.acapctl({"device", "trust"}).err, contains("no device named"));
    CHECK(desk.one().fake.requests.empty());
}

} // namespace acapctl::cli
