#include "projects/hello_desk.hpp"

namespace acapctl::cli {

namespace fs = std::filesystem;

namespace {

struct CheckDesk : HelloDesk {
    Said check(std::vector<std::string> options = {}) {
        options.insert(options.begin(),
                       {"check", project, "--engine", "host", "--arch", "aarch64"});
        return acapctl(options);
    }
};

} // namespace

TEST_CASE("check lints and compiles, and leaves no package") {
    CheckDesk desk;
    const Said said = desk.check();
    INFO(said.err);
    CHECK(said.exit == 0);
    CHECK_THAT(said.out, contains("hello compiles for aarch64\n"));
    CHECK_FALSE(fs::exists(desk.eap));
    CHECK_FALSE(fs::exists(desk.project + "/build/.acapctl/aarch64.json"));
    const auto document = desk.check({"--json"}).document();
    CHECK(document["kind"] == "acapctl.check/v1");
    CHECK(document["lint"]["kind"] == "acapctl.lint/v1");
    CHECK(document["compiled"][0]["application"] == "hello");
    CHECK(document["compiled"][0]["architecture"] == "aarch64");
}

TEST_CASE("check ends with 7 where the compiler fails, and the last build stays") {
    CheckDesk desk;
    REQUIRE(desk.build().exit == 0);
    write_file(desk.project + "/hello.c", "nonsense\n");
    const Said said = desk.check();
    CHECK(said.exit == 7);
    CHECK_THAT(said.err, contains("hello.c:1:1: error: "));
    CHECK(fs::exists(desk.eap));
    CHECK(fs::exists(desk.project + "/build/.acapctl/aarch64.json"));
    CHECK(desk.check({"--json"}).document()["error"]["code"] == "make-failed");
}

TEST_CASE("check ends with 3 where lint finds an error, and compiles nothing") {
    CheckDesk desk;
    fs::remove(desk.project + "/LICENSE");
    write_file(desk.project + "/hello.c", "nonsense\n");
    const Said said = desk.check();
    CHECK(said.exit == 3);
    CHECK_THAT(said.out, contains("error: "));
    CHECK(said.err.find("compiling") == std::string::npos);
    const auto document = desk.check({"--json"}).document();
    CHECK(document["kind"] == "acapctl.check/v1");
    CHECK(document["compiled"].empty());
}

} // namespace acapctl::cli
