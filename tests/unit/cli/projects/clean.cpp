#include "projects/hello_desk.hpp"

namespace acapctl::cli {

namespace fs = std::filesystem;

TEST_CASE("clean says what it removes, and removes it") {
    HelloDesk desk;
    CHECK(desk.acapctl({"clean", desk.project}).err == "nothing to remove\n");
    REQUIRE(desk.build().exit == 0);
    const std::string both = desk.eap + "\n" + desk.project + "/build/.acapctl\n";
    const Said told = desk.acapctl({"clean", desk.project, "--dry-run"});
    CHECK(told.exit == 0);
    CHECK(told.out == both);
    CHECK_THAT(told.err, contains("would be removed"));
    CHECK(fs::exists(desk.eap));
    CHECK(desk.acapctl({"clean", desk.project}).out == both);
    CHECK_FALSE(fs::exists(desk.project + "/build"));
    REQUIRE(desk.build().exit == 0);
    const auto document = desk.acapctl({"clean", desk.project, "--json"}).document();
    CHECK(document["kind"] == "acapctl.clean/v1");
    CHECK(document["dryRun"] == false);
    REQUIRE(document["removed"].size() == 2);
    CHECK(document["removed"][0]["path"] == desk.eap);
    CHECK(document["removed"][0]["size"] > 0);
    CHECK(document["kept"].empty());
    CHECK(desk.acapctl({"clean", desk.project + "/nowhere"}).exit == 3);
}

} // namespace acapctl::cli
