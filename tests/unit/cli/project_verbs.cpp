// Verbs about projects, as far as no compiler runs.
#include "catch.hpp"
#include "desk.hpp"

namespace acapctl::cli {

TEST_CASE("new makes a project that lint and a dry run of build take") {
    Desk desk;
    const std::string project = (desk.home() / "hello").string();
    const Said made = desk.acapctl({"new", project});
    CHECK(made.exit == 0);
    CHECK(std::filesystem::exists(project + "/manifest.json"));
    CHECK(desk.acapctl({"lint", project}).exit == 0);
    const Said planned =
        desk.acapctl({"build", project, "--dry-run", "--engine", "host", "--arch", "aarch64"});
    CHECK(planned.exit == 0);
    CHECK_THAT(planned.out, contains("aarch64-linux-gnu"));
    const auto document = desk.acapctl({"build", project, "--dry-run", "--engine", "host", "--arch",
                                        "aarch64", "--json"})
                              .document();
    CHECK(document["plans"][0]["architecture"] == "aarch64");
    CHECK_FALSE(std::filesystem::exists(project + "/build"));
    CHECK(desk.acapctl({"new", project}).exit != 0); // it is not empty
}

TEST_CASE("new lists its templates, and suggests the nearest") {
    Desk desk;
    CHECK_THAT(desk.acapctl({"new", "--list"}).out, contains("hello\t"));
    CHECK(desk.acapctl({"new", "--list", "--json"}).document()["templates"].size() > 5);
    const Said wrong = desk.acapctl({"new", (desk.home() / "x").string(), "--template", "helo"});
    CHECK(wrong.exit == 2);
    CHECK_THAT(wrong.err, contains("hello"));
}

TEST_CASE("a directory without a manifest is no project") {
    Desk desk;
    for (const char* verb : {"build", "pack", "lint"}) {
        const Said said = desk.acapctl({verb, (desk.home() / "nowhere").string()});
        INFO(verb << ": " << said.err);
        CHECK(said.exit == 3);
        CHECK_THAT(said.err + said.out, contains("nowhere"));
    }
}

TEST_CASE("pack packs a compiled project, both ways of telling") {
    Desk desk;
    const std::string project = (desk.home() / "packed").string();
    REQUIRE(desk.acapctl({"new", project}).exit == 0);
    const Said unbuilt = desk.acapctl({"pack", project, "--arch", "aarch64"});
    CHECK(unbuilt.exit == 3);
    desk.write("packed/packed", "#!/bin/sh\n");
    std::filesystem::permissions(project + "/packed", std::filesystem::perms(0755));
    const Said said = desk.acapctl({"pack", project, "--arch", "aarch64", "--json"});
    INFO(said.err);
    CHECK(said.exit == 0);
    CHECK(said.document()["packages"][0]["architecture"] == "aarch64");
    CHECK_THAT(desk.acapctl({"pack", project, "--arch", "aarch64"}).out, contains(".eap"));
}

} // namespace acapctl::cli
