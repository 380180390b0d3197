#include "lint/settings.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "lint/lint.hpp"
#include "support/files.hpp"

using namespace acapctl;
using namespace acapctl::lint;

namespace {

std::vector<Ignore> ignores_of(const std::string& text) {
    const TempDir dir;
    write_file(dir.path() / "acapctl.toml", text);
    return read_ignores(dir.path());
}

std::string problem_of(const std::string& text) {
    try {
        ignores_of(text);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::invalid_input);
        return error.failure().message;
    }
    return "none";
}

} // namespace

TEST_CASE("a rule is ignored with a reason") {
    const auto found =
        ignores_of("[lint]\nignore = [{id = \"root-user\", reason = \"AXIS OS 10\"}]");
    REQUIRE(found.size() == 1);
    CHECK(found.front().id == "root-user");
    CHECK(found.front().reason == "AXIS OS 10");
    CHECK(ignores_of("[build]\nsdk = \"12.11.0\"").empty());
    CHECK(read_ignores("/nonexistent").empty());
}

TEST_CASE("a project file that says too little is an error with a place") {
    CHECK_THAT(problem_of("[lint]\nignore = [{id = \"root-user\"}]"),
               contains("acapctl.toml:2:11: lint.ignore gives no reason"));
    CHECK_THAT(problem_of("[lint]\nignore = [{id = \"root-user\", reason = \"  \"}]"),
               contains("gives no reason"));
    CHECK_THAT(problem_of("[lint]\nignore = [{id = \"root-users\", reason = \"x\"}]"),
               contains("names no rule: 'root-users'"));
    CHECK_THAT(problem_of("[lint]\nignore = \"root-user\""), contains("is not an array"));
    CHECK_THAT(problem_of("[lint]\nignore = [\"root-user\"]"), contains("is not a table"));
    CHECK_THAT(problem_of("[lint\n"), contains("acapctl.toml:1:"));
}

TEST_CASE("an ignored finding stays in the report and does not count") {
    const TempDir dir;
    write_file(dir.path() / "manifest.json", "{");
    write_file(dir.path() / "acapctl.toml",
               "[lint]\nignore = [{id = \"manifest-json\", reason = \"made later\"}]");
    const Report report =
        lint::lint({.paths = {dir.path() / "manifest.json"}}, sdk::Knowledge::built_in());
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings.front().ignored == "made later");
    CHECK(report.count(Severity::error) == 0);
    CHECK(report.ignored() == 1);
}
