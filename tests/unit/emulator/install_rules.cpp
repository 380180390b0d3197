#include "emulator/install_rules.hpp"

#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

Package package_of(const std::string& setup, std::uint64_t trailing = 1) {
    return {.app_name = "app",
            .architecture = "aarch64",
            .trailing_bytes = trailing,
            .manifest = "{\"acapPackageConf\":{\"setup\":{" + setup +
                        "}},\"resources\":{\"deepLearningProcessor\":"
                        "{\"enabled\":true,\"required\":true}}}",
            .conf = {{"APPNAME", "app"}, {"APPUSR", "sdk"}, {"APPGRP", "sdk"}}};
}

// The code, or 0 for accepted.
int verdict(const Package& package, const Profile& profile, bool allow_unsigned = false,
            std::vector<About> installed = {}) {
    const auto refused = refuse_package(
        package, about_package(package),
        {.profile = profile, .allow_unsigned = allow_unsigned, .installed = std::move(installed)});
    return refused ? static_cast<int>(refused->code) : 0;
}

} // namespace

TEST_CASE("a sound signed package is accepted") {
    CHECK(verdict(package_of(""), load_profile("artpec8", 0)) == 0);
}

TEST_CASE("the signature decides before anything else") {
    Package package = package_of("", 0);
    CHECK(verdict(package, load_profile("artpec8", 0)) == 2);
    CHECK(verdict(package, load_profile("artpec8", 0), true) == 0);
    package.architecture = "mips";
    CHECK(verdict(package, load_profile("artpec8", 0)) == 2);
    CHECK(verdict(package, load_profile("artpec8", 0), true) == 5);
}

TEST_CASE("each defect has its own code") {
    const Profile profile = load_profile("artpec8", 0);
    const auto with = [](auto change) {
        Package package = package_of("");
        change(package);
        return package;
    };
    CHECK(verdict(with([](Package& p) { p.conf.clear(); }), profile) == 10);
    CHECK(verdict(with([](Package& p) { p.app_name = "a b"; }), profile) == 29);
    CHECK(verdict(with([](Package& p) { p.app_name = ".app"; }), profile) == 29);
    CHECK(verdict(with([](Package& p) { p.conf["APPID"] = "x1"; }), profile) == 1);
    CHECK(verdict(with([](Package& p) { p.architecture = "armv7hf"; }), profile) == 5);
    CHECK(verdict(with([](Package& p) { p.architecture = "all"; }), profile) == 0);
    CHECK(verdict(with([](Package& p) { p.conf["APPUSR"] = "root"; }), profile) == 13);
    CHECK(verdict(with([](Package& p) { p.conf["APPGRP"] = "root"; }), profile) == 13);
}

TEST_CASE("what is installed already can stand in the way") {
    const Profile profile = load_profile("artpec8", 0);
    const Package package = package_of("\"vendorId\":\"12345ABCDE\"");
    CHECK(verdict(package, profile, false, {{.name = "App"}}) == 14);
    CHECK(verdict(package, profile, false, {{.name = "app", .vendor_id = "12345abcde"}}) == 0);
    CHECK(verdict(package, profile, false, {{.name = "app", .vendor_id = "99999abcde"}}) == 27);
    CHECK(verdict(package, profile, false, {{.name = "app"}}) == 0);
}

TEST_CASE("OS ranges count from AXIS OS 12.10 on, a required DLPU always") {
    const Package newer = package_of("\"compatibleOsVersions\":[{\"min\":\"12.12\"}]");
    CHECK(verdict(newer, load_profile("artpec8", 0)) == 5); // 12.11.77
    Package arm = newer;
    arm.architecture = "armv7hf";
    CHECK(verdict(arm, load_profile("artpec7", 0)) == 5); // 12.9.57, but it has no DLPU
    arm.manifest = "{\"acapPackageConf\":{\"setup\":{\"compatibleOsVersions\":"
                   "[{\"min\":\"12.12\"}]}}}";
    CHECK(verdict(arm, load_profile("artpec7", 0)) == 0);
}

TEST_CASE("version ranges are read by their numbers") {
    struct Row {
        const char* min;
        const char* max;
        bool inside;
    };
    for (const Row& row : {Row{"12.10", "13", true},
                           {"12", "12", true},
                           {"", "99", true},
                           {"12.11.77", "", true},
                           {"12.11.78", "", false},
                           {"", "12.11", true},
                           {"", "12.10", false},
                           {"", "11", false},
                           {"12.2", "12.11.77", true}}) {
        INFO(row.min << " " << row.max);
        CHECK(version_in_range("12.11.77", row.min, row.max) == row.inside);
    }
}
