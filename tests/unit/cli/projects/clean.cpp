#include "projects/hello_desk.hpp"
#include "support/files.hpp"

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

TEST_CASE("clean removes the packages of older builds and signed copies, and nothing else") {
    HelloDesk desk;
    REQUIRE(desk.build().exit == 0);
    const std::string manifest = desk.project + "/manifest.json";
    std::string text = read_file(manifest);
    const std::string newer = desk.project + "/build/Hello_1_1_0_aarch64.eap";
    text.replace(text.find("\"1.0.0\""), 7, "\"1.1.0\"");
    write_file(manifest, text);
    REQUIRE(desk.build().exit == 0);
    const auto signed_copy = [](const std::string& eap) {
        return eap.substr(0, eap.size() - 4) + "_signed.eap";
    };
    write_file(signed_copy(newer), read_file(newer) + "a signature");
    write_file(signed_copy(desk.eap), "of something else");
    const std::string mine = desk.project + "/build/Mine_1_0_0_aarch64.eap";
    write_file(mine, read_file(newer));
    SECTION("of a build that failed last, too") {
        write_file(desk.project + "/hello.c", "no program");
        REQUIRE(desk.build().exit == 7);
    }
    const Said said = desk.acapctl({"clean", desk.project});
    CHECK(said.out == desk.eap + "\n" + signed_copy(newer) + "\n" + newer + "\n" + desk.project +
                          "/build/.acapctl\n");
    CHECK_THAT(said.err,
               contains(signed_copy(desk.eap) + " stays: it does not begin with what was built"));
    CHECK(fs::exists(mine));
    CHECK(fs::exists(signed_copy(desk.eap)));
    CHECK_FALSE(fs::exists(newer));
}

} // namespace acapctl::cli
