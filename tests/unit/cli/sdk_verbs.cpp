// Verbs about SDKs, as far as no engine is asked.
#include "catch.hpp"
#include "desk.hpp"

namespace acapctl::cli {

TEST_CASE("sdk list and show read the catalog") {
    Desk desk;
    const auto list = desk.acapctl({"sdk", "list", "--json"}).document();
    REQUIRE(list["images"].size() > 10);
    const std::string newest = list["images"][0]["version"];
    CHECK_THAT(desk.acapctl({"sdk", "list"}).out, contains(newest));
    CHECK_THAT(desk.acapctl({"sdk", "show"}).out, contains(newest));
    CHECK(desk.acapctl({"sdk", "show", newest, "--json"}).document()["version"] == newest);
    const Said wrong = desk.acapctl({"sdk", "show", "99.1"});
    CHECK(wrong.exit == 2);
    CHECK_THAT(wrong.err, contains("99.1"));
}

TEST_CASE("verbs go by the catalog that is handed in") {
    Desk desk;
    CHECK(desk.acapctl({"sdk", "show", "99.1.0"}).exit == 2);
    desk.catalog.add(R"({"images": [{"version": "99.1.0", "ubuntu": "24.04", "axisOs": "99.1"}]})",
                     "mine.json");
    CHECK(desk.acapctl({"sdk", "show", "99.1.0", "--json"}).document()["version"] == "99.1.0");
    CHECK_THAT(desk.acapctl({"sdk", "list"}).out, contains("99.1.0"));
}

TEST_CASE("sdk schema prints a schema for editors") {
    Desk desk;
    CHECK(desk.acapctl({"sdk", "schema", "1.7.2"}).document()["type"] == "object");
    CHECK(desk.acapctl({"sdk", "schema", "1.7.2", "--json"}).document()["kind"] ==
          "acapctl.sdk-schema/v1");
    CHECK(desk.acapctl({"sdk", "schema", "77"}).exit == 2);
}

} // namespace acapctl::cli
