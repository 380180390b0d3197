#include "lint/sarif.hpp"

#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::lint;

namespace {

Report sample() {
    Finding located{.rule = &rule("root-user"),
                    .severity = Severity::error,
                    .file = "app dir/manifest.json",
                    .line = 3,
                    .column = 7,
                    .path = "$.acapPackageConf.setup.user.username",
                    .message = "100% root",
                    .hint = "Remove it."};
    Finding inside{.rule = &rule("setuid-file"),
                   .severity = Severity::warning,
                   .file = "/tmp/a.eap",
                   .member = "sample",
                   .line = 9,
                   .message = "mode 4755"};
    Finding silenced{.rule = &rule("run-mode-never"),
                     .severity = Severity::note,
                     .file = "b",
                     .message = "m",
                     .ignored = "why not"};
    return {{located, inside, silenced}};
}

} // namespace

TEST_CASE("GitHub annotations escape what would end them") {
    CHECK(github_annotations(sample()) ==
          std::vector<std::string>{
              "::error file=app dir/manifest.json,line=3,col=7,title=acapctl%3A root-user::100%25 "
              "root. Remove it.",
              "::warning file=/tmp/a.eap,title=acapctl%3A setuid-file::sample: mode 4755."});
}

TEST_CASE("SARIF has its required properties, and suppressions their reason") {
    const auto document = sarif(sample(), "1.0");
    CHECK(document["version"] == "2.1.0");
    const auto& run = document["runs"][0];
    CHECK(run["tool"]["driver"]["name"] == "acapctl");
    CHECK(run["tool"]["driver"]["rules"].size() == 3);
    REQUIRE(run["results"].size() == 3);
    const auto& physical = run["results"][0]["locations"][0]["physicalLocation"];
    CHECK(physical["artifactLocation"]["uri"] == "app%20dir/manifest.json");
    CHECK(physical["region"]["startLine"] == 3);
    CHECK(physical["region"]["startColumn"] == 7);
    for (const auto& result : run["results"]) {
        CHECK(result["message"].contains("text"));
        CHECK(result.contains("ruleId"));
    }
    const auto& member = run["results"][1]["locations"][0]["physicalLocation"];
    CHECK(member["artifactLocation"]["uri"] == "file:///tmp/a.eap");
    CHECK_FALSE(member.contains("region"));
    CHECK(run["results"][2]["suppressions"][0]["justification"] == "why not");
}

TEST_CASE("the JSON report says null for what is unknown and counts what is not ignored") {
    const auto document = json_report(sample());
    CHECK(document["kind"] == "acapctl.lint/v1");
    CHECK(document["summary"] ==
          nlohmann::json{{"errors", 1}, {"warnings", 1}, {"notes", 0}, {"ignored", 1}});
    CHECK(document["findings"][1]["column"].is_null());
    CHECK(document["findings"][2]["ignored"] == "why not");
}
