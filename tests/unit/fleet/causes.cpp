#include "fleet/causes.hpp"

#include "catch.hpp"

#include <nlohmann/json.hpp>

using namespace acapctl;
using fleet::Cause;

namespace {

Failure failed(const std::string& device, const std::string& message,
               const std::string& hint = "") {
    return {.kind = ErrorKind::unreachable, .message = message, .hint = hint, .device = device};
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("failures that differ in name and address have one cause, the commonest comes first") {
    const auto causes =
        fleet::causes_of({failed("gate", "it is full"),
                          failed("a", "cannot connect to 192.0.2.1 port 443: refused", "is a on?"),
                          failed("b", "cannot connect to fe80::1 port 8443: refused", "is b on?")});
    REQUIRE(causes.size() == 2);
    CHECK(causes[0].message == "cannot connect to it: refused");
    CHECK(causes[0].hint == "is DEVICE on?");
    CHECK(causes[0].devices == Names{"a", "b"});
    CHECK(causes[1].message == "it is full");
    CHECK(causes[1].code == "unreachable");
}

TEST_CASE("of one device, and of those that say the same, every word stays") {
    CHECK(fleet::causes_of({failed("a", "no answer of a port 443", "look at a")})[0].message ==
          "no answer of a port 443");
    const auto same = fleet::causes_of(
        {failed("a", "proxy port 3128 is off", "x"), failed("b", "proxy port 3128 is off", "x")});
    REQUIRE(same.size() == 1);
    CHECK(same[0].message == "proxy port 3128 is off");
    CHECK(same[0].hint == "x");
}

TEST_CASE("a name counts as a word, and hints that differ are of the first device") {
    const auto causes = fleet::causes_of({failed("a", "a has a-b and baa", "write 1"),
                                          failed("it", "it has a-b and baa", "write 2")});
    REQUIRE(causes.size() == 1);
    CHECK(causes[0].message == "it has a-b and baa");
    const auto hints =
        fleet::causes_of({failed("x", "full", "write 1"), failed("y", "full", "write 2")});
    CHECK(hints[0].hint == "for x: write 1");
    auto other = failed("y", "full");
    other.code = "quota";
    CHECK(fleet::causes_of({failed("x", "full"), other}).size() == 2);
    CHECK(fleet::causes_of({}).empty());
}

TEST_CASE("quotes around a name go with it, and others stay") {
    const auto causes = fleet::causes_of(
        {failed("a.lan", "'a.lan' has no 'x'"), failed("b.lan", "'b.lan' has no 'x'")});
    REQUIRE(causes.size() == 1);
    CHECK(causes[0].message == "it has no 'x'");
    const auto within =
        fleet::causes_of({failed("a", "'list a' says no"), failed("b", "'list b' says no")});
    CHECK(within[0].message == "'list it' says no");
}

TEST_CASE("the causes of a document are those of its devices that failed, where it has several") {
    auto document = nlohmann::json::parse(R"({"summary": {}, "devices": [
        {"device": "a", "ok": true, "error": null},
        {"device": "b", "ok": false, "error": {"code": "x", "message": "b is gone", "hint": null}},
        {"device": "c", "ok": false, "error": {"code": "x", "message": "c is gone", "hint": "wait"}}
    ]})");
    fleet::add_causes(document);
    CHECK(document["summary"]["causes"] == nlohmann::json::parse(R"([{"code": "x",
        "message": "it is gone", "hint": "wait", "devices": ["b", "c"]}])"));
    auto one = nlohmann::json::parse(R"({"summary": {}, "devices": [
        {"device": "b", "ok": false, "error": {"code": "x", "message": "b is gone"}}]})");
    fleet::add_causes(one);
    CHECK(one["summary"].empty());
}
