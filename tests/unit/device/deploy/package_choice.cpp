#include "device/deploy/package_choice.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::device;

TEST_CASE("version texts are matched as devices spell them") {
    struct Row {
        const char* version;
        const char* shown;
        VersionMatch match;
    };
    const Row rows[] = {
        {"1.0.0", "1.0.0", VersionMatch::same},
        {"1.0.0", "1.0-0", VersionMatch::same},
        {"1.0.0", "1.0", VersionMatch::same},
        {"1.3.438", "1.3-438", VersionMatch::same},
        {"1.0.0-alpha", "1.0.0-alpha", VersionMatch::same},
        {"1.0.0+build5", "1.0.0", VersionMatch::same},
        {"1.0.0-alpha", "1.0.0", VersionMatch::shortened},
        {"1.0.0-alpha", "1.0", VersionMatch::shortened},
        {"1.0.0-alpha", "1.0.0-beta", VersionMatch::different},
        {"1.0.0", "1.0.0-alpha", VersionMatch::different},
        {"1.2.0", "1.20", VersionMatch::different},
        {"1.0.1", "1.0.0", VersionMatch::different},
        {"1.0.0", "", VersionMatch::different},
    };
    for (const Row& row : rows) {
        INFO(row.version << " shown as " << row.shown);
        CHECK(match_version({.version = row.version}, row.shown) == row.match);
    }
    const Package conf{
        .version = "odd",
        .conf = {{"APPMAJORVERSION", "4"}, {"APPMINORVERSION", "4"}, {"APPMICROVERSION", "5"}}};
    CHECK(match_version(conf, "4.4-5") == VersionMatch::same);
}

TEST_CASE("a replacement is named by the order of its versions") {
    CHECK(replacement("1.0.0", "1.0.1") == DeployOutcome::Kind::upgraded);
    CHECK(replacement("1.9", "1.10") == DeployOutcome::Kind::upgraded);
    CHECK(replacement("1.0.0-alpha", "1.0.0") == DeployOutcome::Kind::upgraded);
    CHECK(replacement("2.0", "1.9.9") == DeployOutcome::Kind::downgraded);
    CHECK(replacement("1.0-0", "1.0.0") == DeployOutcome::Kind::reinstalled);
    CHECK(replacement("99999999999999999998", "99999999999999999999") ==
          DeployOutcome::Kind::upgraded);
}
