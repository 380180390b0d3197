// `lint`: findings in each format, what narrows them, and the exit code.
#include "packages/sample_desk.hpp"
#include "refusals.hpp"

#include <algorithm>

namespace acapctl::cli {

namespace {

// A project of which the manifest has an error, and for AXIS OS 12 another.
struct Project : SampleDesk {
    std::string project =
        write("bad/manifest.json",
              R"({"schemaVersion": "1.7.1", "acapPackageConf": {"setup": {"appName": "bad",)"
              "\n"
              R"("vendor": "Acme", "version": "1.0.0", "runMode": "sometimes",)"
              "\n"
              R"("architecture": "all", "user": {"username": "root", "group": "sdk"}}}})")
            .parent_path()
            .string();
    Project() { write("bad/LICENSE", "free\n"); }
};

const std::string bad_value = "'sometimes' is not one of the values of schema 1.7.1: respawn, once "
                              "or never";

} // namespace

TEST_CASE("lint prints a line for each finding: where, how bad, what and which rule") {
    Project desk;
    const Said said = desk.acapctl({"lint", desk.project});
    CHECK(said.exit == 3);
    CHECK_THAT(said.out, contains(desk.project +
                                  "/manifest.json:2:50: error: "
                                  "$.acapPackageConf.setup.runMode: " +
                                  bad_value + " [manifest-bad-value]\n"));
    CHECK_THAT(said.out, contains(":3:45: error: $.acapPackageConf.setup.user.username: username "
                                  "is root [root-user]\n"));
    CHECK_THAT(said.err, contains("2 errors, 0 warnings, "));
    CHECK_THAT(said.err, contains("'acapctl explain RULE'"));
    CHECK(desk.acapctl({"lint", desk.project, "-q"}).err.empty());
}

TEST_CASE("lint is a document for scripts, in two ways") {
    Project desk;
    const Said said = desk.acapctl({"lint", desk.project, "--json"});
    CHECK(said.exit == 3);
    CHECK(said.out == desk.acapctl({"lint", desk.project, "--format", "json"}).out);
    const auto document = said.document();
    CHECK(document["kind"] == "acapctl.lint/v1");
    CHECK(document["summary"]["errors"] == 2);
    const auto finding = std::ranges::find_if(
        document["findings"], [](const auto& each) { return each["id"] == "manifest-bad-value"; });
    REQUIRE(finding != document["findings"].end());
    CHECK((*finding)["line"] == 2);
    CHECK((*finding)["column"] == 50);
    CHECK((*finding)["message"] == bad_value);
}

TEST_CASE("lint writes what CI systems read") {
    Project desk;
    const Said github = desk.acapctl({"lint", desk.project, "--format", "github"});
    CHECK(github.exit == 3);
    CHECK_THAT(github.out, contains("::error file=" + desk.project +
                                    "/manifest.json,line=2,col=50,"
                                    "title=acapctl%3A "
                                    "manifest-bad-value::"));
    const Said sarif = desk.acapctl({"lint", desk.project, "--format", "sarif"});
    CHECK(sarif.exit == 3);
    const auto run = sarif.document()["runs"][0];
    CHECK(run["tool"]["driver"]["name"] == "acapctl");
    CHECK(run["results"].size() >= 2);
    CHECK(sarif.out == desk.acapctl({"lint", desk.project, "--format", "sarif", "--json"}).out);
}

TEST_CASE("lint looks at each path, and at this directory where none is named") {
    Project desk;
    const Said both = desk.acapctl({"lint", desk.eap, desk.project});
    CHECK(both.exit == 3);
    CHECK_THAT(both.out, contains(desk.eap + ": manifest.json:9:24: note: "));
    CHECK_THAT(both.out, contains("[root-user]"));
    const Said sound = desk.acapctl({"lint", desk.eap});
    CHECK(sound.exit == 0); // notes and warnings are no errors
    CHECK_THAT(sound.err, contains("0 errors, 1 warning, 1 note, 0 ignored\n"));
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(desk.project);
    const Said here = desk.acapctl({"lint"});
    std::filesystem::current_path(before);
    CHECK(here.out.starts_with("manifest.json:"));
}

TEST_CASE("lint fails on what is asked for, and says so to scripts") {
    Project desk; // of which the package has a warning and a note
    struct Case {
        std::string from;
        int exit;
    };
    for (const Case& each : {Case{"error", 0}, Case{"warning", 3}, Case{"note", 3}}) {
        const Said said = desk.acapctl({"lint", desk.eap, "--fail-on", each.from, "--json"});
        INFO(each.from);
        CHECK(said.exit == each.exit);
        CHECK(said.document()["failOn"] == each.from);
        CHECK(said.document()["failed"] == (each.exit == 3));
    }
    desk.write("acapctl.toml",
               "[lint]\nignore = [{id = \"placeholder-vendor\", reason = \"x\"}]\n");
    CHECK(desk.acapctl({"lint", desk.project, "--fail-on", "error"}).exit == 3);
    CHECK(desk.acapctl({"lint", desk.eap, "--fail-on", "bad"}).exit == 2);
}

TEST_CASE("what the project file ignores is counted, and told when asked for") {
    Project desk;
    desk.write("bad/acapctl.toml",
               "[lint]\nignore = [{id = \"root-user\", reason = \"a demonstration\"},\n"
               "          {id = \"manifest-bad-value\", reason = \"the same\"}]\n");
    const Said said = desk.acapctl({"lint", desk.project, "-v"});
    CHECK(said.exit == 0);
    CHECK(said.out.find("root-user") == std::string::npos);
    CHECK_THAT(said.err, contains("ignored root-user at "));
    CHECK_THAT(said.err, contains(": a demonstration\n"));
    CHECK_THAT(said.err, contains(", 2 ignored\n"));
}

TEST_CASE("a target adds what matters there: named, or a device that is asked") {
    SampleDesk desk;
    desk.devices["one"].architecture = "armv7hf";
    struct Case {
        std::vector<std::string> target;
        std::string rule;
    };
    for (const Case& one : std::vector<Case>{{{"--axis-os", "11.10"}, "[target-schema]"},
                                             {{"--chip", "artpec7"}, "[target-architecture]"},
                                             {{"--for", "http://one"}, ""}}) {
        std::vector<std::string> words{"lint", desk.eap};
        words.insert(words.end(), one.target.begin(), one.target.end());
        const Said said = desk.acapctl(words);
        INFO(words.back() << said.out << said.err);
        CHECK(said.exit == (one.rule.empty() ? 0 : 3)); // an ARTPEC-8, whatever else it says
        CHECK_THAT(said.out, contains(one.rule));
    }
    CHECK(desk.devices["one"].count("basicdeviceinfo.cgi") > 0);
}

TEST_CASE("lint refuses wrong words, and what is not there") {
    SampleDesk desk;
    const std::string empty = desk.write("empty/note.txt", "").parent_path().string();
    check_refused(desk, {
                            {{"lint", "--format", "xml"}, "xml not in {text,json,sarif,github}"},
                            {{"lint", desk.eap, "--axis-os", "x"}, "'x' is no AXIS OS version"},
                            {{"lint", desk.eap, "--chip", "artpec88"}, "Did you mean 'artpec8'?"},
                            {{"lint", desk.eap, "--for", "@nobody"}, "@nobody"},
                            {{"lint", empty}, "empty", 3},
                            {{"lint", (desk.home() / "none").string()}, "none", 3},
                            {{"lint", desk.eap, "--sdk", empty}, "no manifest schema in", 3},
                        });
}

} // namespace acapctl::cli
