#include "emulator/state/install_rules.hpp"

#include "catch.hpp"

using namespace acapctl;
using namespace acapctl::emulator;

namespace {

// The manifest of a whole package, with more members of setup.
Package package_of(const std::string& setup = {}, const std::string& schema = "1.9.0",
                   const std::string& resources = {}) {
    const std::string more = setup.empty() ? "" : "," + setup;
    return {.app_name = "app",
            .architecture = "aarch64",
            .schema_version = schema,
            .trailing_bytes = 1,
            .manifest = "{\"schemaVersion\":\"" + schema +
                        "\",\"acapPackageConf\":{\"setup\":{\"appName\":\"app\",\"vendor\":\"V\","
                        "\"version\":\"1.0.0\",\"runMode\":\"never\",\"architecture\":\"aarch64\"" +
                        more + "}}" + resources + "}",
            .conf = {{"APPNAME", "app"}, {"APPUSR", "sdk"}, {"APPGRP", "sdk"}}};
}

const std::string version_two = "\"vendorId\":\"12345ABCDE\",\"compatibleOsVersions\":";
const std::string needs_dlpu =
    ",\"resources\":{\"deepLearningProcessor\":{\"enabled\":true,\"required\":true}}";

Package package_two(const std::string& ranges = "[{\"min\":\"11.11\",\"max\":\"13\"}]",
                    const std::string& resources = {}) {
    return package_of(version_two + ranges, "2.0.0", resources);
}

// The code, or 0 for accepted.
int verdict(const Package& package, const Profile& profile, bool allow_unsigned = false,
            std::vector<About> installed = {}) {
    const auto refused = refuse_package(package, about_package(package),
                                        {.profile = profile,
                                         .allow_unsigned = allow_unsigned,
                                         .allow_root = profile.os.policy("AllowRoot").value,
                                         .installed = std::move(installed)});
    return refused ? static_cast<int>(refused->code) : 0;
}

} // namespace

TEST_CASE("a sound signed package is accepted") {
    CHECK(verdict(package_of(), load_profile("artpec8", 0)) == 0);
}

TEST_CASE("the signature decides before anything else") {
    Package package = package_of();
    package.trailing_bytes = 0;
    CHECK(verdict(package, load_profile("artpec8", 0)) == 2);
    CHECK(verdict(package, load_profile("artpec8", 0), true) == 0);
    package.architecture = "mips";
    CHECK(verdict(package, load_profile("artpec8", 0)) == 2);
    CHECK(verdict(package, load_profile("artpec8", 0), true) == 5);
}

TEST_CASE("each defect has its own code") {
    const Profile profile = load_profile("artpec8", 0);
    const auto with = [](auto change) {
        Package package = package_of();
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
    const Package package = package_two();
    CHECK(verdict(package, profile, false, {{.name = "App"}}) == 14);
    CHECK(verdict(package, profile, false, {{.name = "app", .vendor_id = "12345abcde"}}) == 0);
    CHECK(verdict(package, profile, false, {{.name = "app", .vendor_id = "99999abcde"}}) == 27);
    CHECK(verdict(package, profile, false, {{.name = "app"}}) == 0);
}

TEST_CASE("OS ranges and a required DLPU are obeyed where they are known") {
    const std::string later = "[{\"min\":\"12.12\",\"max\":\"13\"}]";
    CHECK(verdict(package_two(later), load_profile("artpec8", 0)) == 5);
    CHECK(verdict(package_two(later), load_profile("artpec8@13", 0)) == 0);
    CHECK(verdict(package_two(), load_profile("artpec8@11.11.205", 0)) == 0);
    CHECK(verdict(package_two(later), load_profile("artpec8@11.11.205", 0)) == 0); // as was seen
    CHECK(verdict(package_two(later), load_profile("artpec8@11.11.205+strict", 0)) == 5);
    CHECK(verdict(package_two(), load_profile("artpec8@11.11.205+strict", 0)) == 0);
    const Package learning = package_two("[{\"min\":\"12\",\"max\":\"13\"}]", needs_dlpu);
    CHECK(verdict(learning, load_profile("artpec8", 0)) == 0);
    CHECK(verdict(learning, load_profile("imx8mn@12.11", 0)) == 5);
}

TEST_CASE("AXIS OS 13 wants ranges with both bounds") {
    const Profile thirteen = load_profile("artpec8@13", 0);
    for (const char* ranges : {R"([{"min":"12.10"}])", R"([{"max":"13"}])",
                               R"([{"min":"12","max":"13"},{"max":"14"}])"}) {
        INFO(ranges);
        CHECK(verdict(package_two(ranges), thirteen) == 5);
        CHECK(verdict(package_two(ranges), load_profile("artpec8", 0)) == 0);
    }
    CHECK(verdict(package_two(), thirteen) == 0);
    Package without = package_of("\"vendorId\":\"12345ABCDE\"", "2.0.0");
    CHECK(verdict(without, thirteen) != 0);
}

TEST_CASE("a DLPU that is used and not declared is refused by a strict 13 alone") {
    const auto with_options = [](const std::string& options, const std::string& resources = {}) {
        Package package = package_two("[{\"min\":\"12\",\"max\":\"13\"}]", resources);
        package.conf["APPOPTS"] = options;
        return package;
    };
    const Profile strict = load_profile("artpec8@13+strict", 0);
    const Package using_it = with_options("-c axis-a8-dlpu-tflite -m model");
    CHECK(verdict(using_it, strict) == 5);
    CHECK(verdict(using_it, load_profile("artpec8@13", 0)) == 0);
    CHECK(verdict(using_it, load_profile("artpec8+strict", 0)) == 0);
    for (const char* options : {"-c ambarella-cvflow", "cv75-dlpu-native"})
        CHECK(verdict(with_options(options), strict) == 5);
    for (const char* options : {"", "-c cpu-tflite", "google-edge-tpu-tflite", "axis-a8-dlpu-proc"})
        CHECK(verdict(with_options(options), strict) == 0);
    const std::string declared = ",\"resources\":{\"deepLearningProcessor\":{\"enabled\":true,"
                                 "\"required\":false}}";
    CHECK(verdict(with_options("axis-a8-dlpu-tflite", declared), strict) == 0);
}

TEST_CASE("each AXIS OS understands the schemas up to its own") {
    struct Row {
        const char* schema;
        const char* axis_os; // the first that understands it
    };
    const auto names = axis_os_names();
    for (const Row& row : {Row{"1.3", "10.12"},
                           {"1.3.1", "11.11"},
                           {"1.7.0", "11.11"},
                           {"1.7.1", "12.0"},
                           {"1.7.2", "12.9"},
                           {"1.9.0", "12.9"},
                           {"1.11.0", "12.11"}}) {
        bool understood = false;
        for (const std::string& axis_os : names) {
            INFO(row.schema << " on " << axis_os);
            if (axis_os == row.axis_os) understood = true;
            if (axis_os == "13") understood = false;
            Package package = package_of("", row.schema);
            const int expected = understood ? 0 : 29;
            CHECK(verdict(package, load_profile("artpec8@" + axis_os + "+strict", 0)) == expected);
            // 11.11 was seen to take newer ones
            const bool lenient = axis_os.starts_with("11.11");
            CHECK(verdict(package, load_profile("artpec8@" + axis_os, 0)) ==
                  (lenient ? 0 : expected));
        }
    }
    for (const char* without : {"10.12", "11.11", "12.0", "12.9"})
        CHECK(verdict(package_two(), load_profile(std::string("artpec8@") + without, 0)) == 29);
}

TEST_CASE("a manifest is checked by its schema, and 13 wants one") {
    const Profile twelve = load_profile("artpec8", 0);
    CHECK(verdict(package_of("\"nosuch\":1"), twelve) == 29);
    Package broken = package_of();
    broken.manifest = "{";
    CHECK(verdict(broken, twelve) == 29);
    broken.manifest.reset();
    CHECK(verdict(broken, twelve) == 0); // package.conf alone
    CHECK(verdict(broken, load_profile("artpec8@13", 0)) == 29);
}

TEST_CASE("signature and root follow the version's own policies") {
    Package plain = package_of("", "1.3");
    plain.trailing_bytes = 0;
    CHECK(verdict(plain, load_profile("artpec8@12.0", 0)) == 2);
    CHECK(verdict(plain, load_profile("artpec8@10.12", 0), true) == 0);
    plain.conf["APPUSR"] = "root";
    CHECK(verdict(plain, load_profile("artpec8@10.12", 0), true) == 0);
    CHECK(verdict(plain, load_profile("artpec8@11.11", 0), true) == 13);
    CHECK(verdict(plain, load_profile("artpec8@12.0", 0), true) == 13);
    Package changed = package_two();
    CHECK(verdict(changed, load_profile("artpec8@13", 0), false,
                  {{.name = "app", .vendor_id = "99999abcde"}}) == 27);
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
