#include "device/deploy/package_choice.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::device;

namespace {

Package package_for(const std::string& architecture) {
    return {.file = architecture + ".eap", .app_name = "hello", .architecture = architecture};
}

std::optional<ErrorKind> refusal(const std::vector<std::string>& architectures,
                                 const std::string& device) {
    std::vector<Package> packages;
    for (const std::string& name : architectures) packages.push_back(package_for(name));
    try {
        choose_package(packages, device);
    } catch (const Error& error) {
        return error.kind();
    }
    return std::nullopt;
}

} // namespace

TEST_CASE("the package for the device's architecture is chosen") {
    const std::vector<Package> both{package_for("armv7hf"), package_for("aarch64")};
    CHECK(choose_package(both, "aarch64").architecture == "aarch64");
    const std::vector<Package> with_all{package_for("all"), package_for("aarch64")};
    CHECK(choose_package(with_all, "aarch64").architecture == "aarch64");
    CHECK(choose_package(with_all, "armv7hf").architecture == "all");
    CHECK(choose_package({package_for("mipsisa32r2el")}, "mips").architecture == "mipsisa32r2el");
    CHECK(choose_package(both, "armv7l").architecture == "armv7hf");
    CHECK(choose_package({package_for("all"), package_for("mipsisa32r2el")}, "mips").architecture ==
          "mipsisa32r2el");
}

TEST_CASE("what cannot be built is not advised") {
    const auto failure = [](const char* device) {
        const std::vector<Package> packages{package_for("aarch64")};
        try {
            choose_package(packages, device);
        } catch (const Error& error) {
            return error.failure();
        }
        return Failure{};
    };
    CHECK(failure("armv7l").advice ==
          std::vector<Advice>{{Advice::build_for_architecture, {"armv7hf"}}});
    for (const char* old : {"mips", "crisv32", "armv6"}) {
        CHECK(failure(old).advice.empty());
        CHECK_THAT(failure(old).hint, contains("no SDK of today compiles"));
    }
}

TEST_CASE("none or several that fit is refused with its own exit code") {
    CHECK(refusal({"armv7hf"}, "aarch64") == ErrorKind::incompatible);
    CHECK(refusal({"armv7"}, "armv7hf") == ErrorKind::incompatible);
    CHECK(refusal({"aarch64", "aarch64"}, "aarch64") == ErrorKind::usage);
    CHECK(refusal({"armv7hf", "aarch64"}, "") == ErrorKind::usage);
    CHECK(refusal({"armv7hf"}, "") == std::nullopt);
    CHECK(refusal({""}, "aarch64") == std::nullopt);
}

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
