// Verbs about packages.
#include "catch.hpp"
#include "desk.hpp"
#include "unit/package/samples.hpp"

namespace acapctl::cli {

namespace {

struct Packages : Desk {
    std::string eap = write("sample.eap", samples::package()).string();
};

} // namespace

TEST_CASE("inspect tells what is in a package") {
    Packages desk;
    const Said said = desk.acapctl({"inspect", desk.eap});
    CHECK(said.exit == 0);
    CHECK_THAT(said.out, contains("sample"));
    CHECK_THAT(said.out, contains("1.2.3"));
    const auto document = desk.acapctl({"inspect", desk.eap, "--json"}).document();
    CHECK(document["kind"] == "acapctl.inspect/v1");
    CHECK(document["package"]["appName"] == "sample");
}

TEST_CASE("what is no package ends each verb with 3 and its name") {
    Packages desk;
    const std::string text = desk.write("text.eap", "no package").string();
    for (const auto& words :
         std::vector<std::vector<std::string>>{{"inspect", text},
                                               {"extract", text},
                                               {"diff", text, desk.eap},
                                               {"deploy", text, "-t", "http://one"}}) {
        const Said said = desk.acapctl(words);
        INFO(words.front());
        CHECK(said.exit == 3);
        CHECK_THAT(said.err, contains("text.eap"));
    }
    CHECK(desk.devices.empty()); // nobody was asked
}

TEST_CASE("extract writes the files, and nothing of a member that is not there") {
    Packages desk;
    const std::string into = (desk.home() / "into").string();
    CHECK(desk.acapctl({"extract", desk.eap, "-C", into}).exit == 0);
    CHECK(std::filesystem::exists(into + "/manifest.json"));
    CHECK(desk.acapctl({"extract", desk.eap, "nothing", "-C", into + "2"}).exit == 3);
    CHECK_FALSE(std::filesystem::exists(into + "2/manifest.json"));
}

TEST_CASE("diff finds no difference between a package and itself") {
    Packages desk;
    const Said same = desk.acapctl({"diff", desk.eap, desk.eap});
    CHECK(same.exit == 0);
    CHECK(same.out == "no difference\n");
    CHECK(desk.acapctl({"diff", desk.eap, desk.eap, "--json"}).document()["equal"] == true);
    CHECK(desk.acapctl({"diff", desk.eap, desk.eap, "--fail-on", "siz>1"}).exit == 2);
}

TEST_CASE("lint ends with 3 when an error remains, in each format") {
    Desk desk;
    const std::string broken = desk.write("bad/manifest.json", "{\"schemaVersion\":").parent_path();
    for (const char* format : {"text", "json", "sarif", "github"}) {
        const Said said = desk.acapctl({"lint", broken, "--format", format});
        INFO(format << said.out << said.err);
        CHECK(said.exit == 3);
        CHECK_THAT(said.out, contains("manifest.json"));
    }
    CHECK(desk.acapctl({"lint", broken, "--axis-os", "x"}).exit == 2);
}

TEST_CASE("explain knows each rule, and the nearest of one it does not know") {
    Desk desk;
    CHECK_THAT(desk.acapctl({"explain", "root-user"}).out, contains("root-user"));
    CHECK(desk.acapctl({"explain", "root-user", "--json"}).document()["id"] == "root-user");
    const Said wrong = desk.acapctl({"explain", "root-usr"});
    CHECK(wrong.exit == 2);
    CHECK_THAT(wrong.err, contains("root-user"));
}

TEST_CASE("compat tells where a package runs; narrowed, the exit code says so") {
    Packages desk;
    const Said said = desk.acapctl({"compat", desk.eap});
    CHECK(said.exit == 0);
    CHECK_THAT(said.out, contains("ARTPEC-8"));
    CHECK(desk.acapctl({"compat", desk.eap, "--json"}).document()["kind"] == "acapctl.compat/v1");
    CHECK(desk.acapctl({"compat", desk.eap, "--axis-os", "10.7"}).exit == 9);
    CHECK(desk.acapctl({"compat", desk.eap, "--chip", "artpec88"}).exit == 2);
}

} // namespace acapctl::cli
