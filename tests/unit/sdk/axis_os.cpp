#include "sdk/axis_os.hpp"

#include "catch.hpp"

using namespace acapctl::sdk;

namespace {

AxisOs os(const char* text) {
    return AxisOs::parse(text).value();
}

AxisOsRange range(const char* min, const char* max) {
    return {AxisOs::parse(min), AxisOs::parse(max)};
}

} // namespace

TEST_CASE("an AXIS OS version is one to four numbers") {
    for (const char* good : {"12", "12.10", "12.10.68", "13.0.0.12110022", "9.80.2.2"})
        CHECK(os(good).str() == good);
    CHECK(os("13.0.0-preview").str() == "13.0.0");
    for (const char* bad : {"", "x", "12.", ".12", "12.x", "1.2.3.4.5", "12 ", "-1", "99999999999"})
        CHECK_FALSE(AxisOs::parse(bad));
}

TEST_CASE("AXIS OS versions are ordered by their numbers, missing ones are 0") {
    CHECK(os("9.80") < os("10.12"));
    CHECK(os("12.9") < os("12.10"));
    CHECK(os("12.10") < os("12.10.68"));
    CHECK(os("12.10") == os("12.10.0"));
    CHECK(os("12.11.147") > os("12.11.72"));
}

TEST_CASE("an upper bound holds with everything within it") {
    CHECK(range("11.11.205", "11.11").contains(os("11.11.248")));
    CHECK_FALSE(range("11.11.205", "11.11").contains(os("11.11.169")));
    CHECK_FALSE(range("11.11.205", "11.11").contains(os("12.0")));
    CHECK(range("", "12").contains(os("12.11.147")));
    CHECK_FALSE(range("", "12").contains(os("13.0.33")));
    CHECK(range("12.10", "").contains(os("14")));
}

TEST_CASE("two numbers name a release with all its patches") {
    const auto release = [](const char* text) { return AxisOs::parse_release(text).value(); };
    CHECK(range("12.10.68", "").contains(release("12.10")));
    CHECK(range("12.10.68", "").contains(release("12")));
    CHECK_FALSE(range("12.10.68", "").contains(release("12.9")));
    CHECK_FALSE(range("12.10.68", "").contains(release("12.10.67")));
    CHECK_FALSE(range("12.10.68", "").contains(os("12.10"))); // that very version
    CHECK_FALSE(range("", "12.9").contains(release("12.10")));
}

TEST_CASE("sets are intersected range by range") {
    const AxisOsSet schema2 = {range("11.11.205", "11.11"), range("12.10", "")};
    struct Case {
        AxisOsSet other;
        std::string expected;
    };
    const std::vector<Case> cases = {
        {every_axis_os(), "AXIS OS 11.11.205 or later on 11.11; or 12.10 or later"},
        {{range("12.11.72", "13")}, "AXIS OS 12.11.72 or later, before 14"},
        {{range("", "11")}, "AXIS OS 11.11.205 or later on 11.11"},
        {{range("11.11.300", "12")},
         "AXIS OS 11.11.300 or later on 11.11; or 12.10 or later, before 13"},
        {{range("12.0", "12.9")}, "no AXIS OS"},
        {{}, "no AXIS OS"},
    };
    for (const Case& c : cases) {
        CHECK(describe(intersection(schema2, c.other)) == c.expected);
        CHECK(describe(intersection(c.other, schema2)) == c.expected);
    }
    CHECK(describe(every_axis_os()) == "AXIS OS any version");
}
