#include "sdk/choice.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "unit/advises.hpp"

using namespace acapctl;
using sdk::AxisOs;
using sdk::Catalog;

namespace {

sdk::Choice choose(const char* axis_os, const char* chip = nullptr) {
    const Catalog& catalog = Catalog::built_in();
    sdk::Wish wish;
    if (axis_os != nullptr) wish.axis_os = AxisOs::parse(axis_os);
    if (chip != nullptr) wish.chip = &catalog.chip(chip);
    return sdk::newest_for(wish, catalog);
}

Failure refused(const char* axis_os, const char* chip = nullptr) {
    try {
        choose(axis_os, chip);
    } catch (const Error& error) {
        return error.failure();
    }
    return {.code = "not refused"};
}

} // namespace

TEST_CASE("the newest SDK that still runs on an AXIS OS is chosen") {
    const struct {
        const char* axis_os;
        const char* sdk;
    } rows[] = {
        {"10.7", "1.0"},         {"10.8", "1.0"},         {"10.11", "1.2"},
        {"10.12", "1.3"},        {"10.12.323", "1.3"},    {"11.0", "1.4"},
        {"11.10", "1.14"},       {"11.10.61", "1.14"},    {"11.11", "1.15"},
        {"11.11.73", "1.15"},    {"11.11.169", "1.15.1"}, {"11.11.192", "1.15.1"},
        {"11.11.206", "1.15.2"}, {"11.11.300", "1.15.4"}, {"12.0", "12.0.0"},
        {"12.4.59", "12.4.0"},   {"12.9.57", "12.9.0"},   {"12.10.50", "12.9.0"},
        {"12.10.68", "12.10.0"}, {"12.11.77", "12.11.0"}, {"12.11.147", "12.11.1"},
        {"12.12", "12.11.1"},    {"13", "12.11.1"},       {"13.0.33", "12.11.1"},
    };
    for (const auto& row : rows) {
        INFO(row.axis_os);
        CHECK(choose(row.axis_os).image.version == row.sdk);
    }
}

TEST_CASE("a release is served by its own first SDK, though that was made from a patch of it") {
    CHECK(choose("12.10").image.version == "12.10.0");
    CHECK(choose("12.11").image.version == "12.11.0");
    CHECK(choose("12.10").why.find("12.10.68 or later") != std::string::npos);
}

TEST_CASE("the reason names the track and what a newer SDK would need") {
    CHECK(choose("11.11").why ==
          "SDK 1.15 is the newest whose applications run on AXIS OS 11.11 (LTS 2024 track); SDK "
          "1.15.1 needs AXIS OS 11.11.169");
    CHECK(choose("11.11.300").why ==
          "SDK 1.15.4 is the newest whose applications run on AXIS OS 11.11.300 (LTS 2024 track)");
    CHECK(choose(nullptr).why == "SDK 12.11.1 is the newest stable release");
}

TEST_CASE("a chip that left the active track gets the newest SDK before that") {
    CHECK(choose(nullptr, "s5l").image.version == "1.15.4");
    CHECK(choose(nullptr, "s5l").why.find("left the active track") != std::string::npos);
    CHECK(choose(nullptr, "artpec8").image.version == "12.11.1");
    CHECK(choose("11.5", "s5l").image.version == "1.9");
}

TEST_CASE("an AXIS OS beyond the track is served by what its guide says, if a package is so made") {
    const sdk::Choice thirteen = choose("13.0.33", "artpec8");
    CHECK_THAT(thirteen.why, contains("run on AXIS OS 13.0.33 with manifest schema 2 and "
                                      "compatibleOsVersions up to 13 (Axis' guide"));
    CHECK_THAT(thirteen.why, !contains("not known"));
    CHECK_THAT(choose("13", "artpec6").why,
               contains("not known whether ARTPEC-6 gets it: a public"));
    CHECK_THAT(choose("12.11", "artpec6").why, !contains("not known"));
    const Catalog& catalog = Catalog::built_in();
    const AxisOs version = *AxisOs::parse("13.1");
    const auto* beyond = sdk::beyond_track(catalog, catalog.image("12.11.1"), version);
    REQUIRE(beyond != nullptr);
    CHECK(beyond->doubts.contains("armv7hf"));
    CHECK_FALSE(beyond->doubts.contains("aarch64"));
    CHECK(sdk::serves(catalog, catalog.image("12.10.0"), version));
    CHECK_FALSE(sdk::serves(catalog, catalog.image("12.9.0"), version)); // knows no schema 2
    CHECK_FALSE(sdk::serves(catalog, catalog.image("1.15.4"), version));
    const AxisOs within = *AxisOs::parse("12.12");
    CHECK(sdk::beyond_track(catalog, catalog.image("12.11.1"), within) == nullptr);
}

TEST_CASE("an SDK of the AXIS OS itself comes before one of the track before") {
    Catalog catalog = Catalog::built_in();
    catalog.add(R"({"images": [{"version": "13.0.1", "ubuntu": "26.04", "axisOs": "13.0.50"}]})",
                "mine.json");
    const auto chosen = [&](const char* version) {
        return sdk::newest_for({.axis_os = AxisOs::parse(version)}, catalog).image.version;
    };
    CHECK(chosen("13.0.60") == "13.0.1");
    CHECK(chosen("13.0.40") == "12.11.1");
}

TEST_CASE("what no stable SDK serves is refused, and the hint names what comes near") {
    CHECK(refused("14.0").kind == ErrorKind::engine_unavailable);
    Catalog catalog = Catalog::built_in();
    catalog.add(R"({"images": [{"version": "14.0.0-beta", "ubuntu": "28.04", "axisOs": "14.0.0",
                                "preview": true}]})",
                "mine.json");
    try {
        sdk::newest_for({.axis_os = AxisOs::parse("14.0.3")}, catalog);
        FAIL("a preview was chosen");
    } catch (const Error& error) {
        const std::vector<Advice>& preview = error.failure().advice;
        REQUIRE(preview.size() == 1);
        CHECK(preview[0].kind == Advice::take_sdk);
        CHECK(preview[0].words[0] == "14.0.0-beta");
    }
    CHECK(advises(refused("14.0").advice, Advice::choose_sdk)); // that is of its major
    CHECK(refused("9.80").hint.find("1.0") != std::string::npos);
    CHECK(refused("12.0", "artpec9").kind == ErrorKind::incompatible);
    CHECK(refused("12.4", "s5l").message.find("left the active track") != std::string::npos);
}
