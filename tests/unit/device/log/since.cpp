#include "device/log/since.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"
#include "support/time.hpp"

using namespace acapctl;
using namespace acapctl::device;

namespace {

// When that is on a device whose clock shows 2026-11-26T05:10:00Z, in UTC.
std::string begin(const char* text, int zone = 0) {
    const auto now = parse_utc_text("2026-11-26T05:10:00Z");
    return utc_milliseconds_text(begin_of(parse_since(text, "--since"), *now, zone));
}

} // namespace

TEST_CASE("a span, a time of day, a date and RFC 3339 are understood") {
    CHECK(begin("5m") == "2026-11-26T05:05:00.000Z");
    CHECK(begin("30") == "2026-11-26T05:09:30.000Z");
    CHECK(begin("04:30") == "2026-11-26T04:30:00.000Z");
    CHECK(begin("4:30") == "2026-11-26T04:30:00.000Z");
    CHECK(begin("04:30:05.250") == "2026-11-26T04:30:05.250Z");
    CHECK(begin("today") == "2026-11-26T00:00:00.000Z");
    CHECK(begin("2026-11-25") == "2026-11-25T00:00:00.000Z");
    CHECK(begin("2026-11-25T14:30") == "2026-11-25T14:30:00.000Z");
    CHECK(begin("2026-11-25 14:30:05") == "2026-11-25T14:30:05.000Z");
    CHECK(begin("2026-11-25T14:30:05Z") == "2026-11-25T14:30:05.000Z");
    CHECK(begin("2026-11-25t14:30:05.5z") == "2026-11-25T14:30:05.500Z");
    CHECK(begin("2026-11-25T14:30+02:00") == "2026-11-25T12:30:00.000Z");
}

TEST_CASE("a time of day is the last time that the device's clock showed it, in its zone") {
    CHECK(begin("14:30") == "2026-11-25T14:30:00.000Z"); // not come yet today
    CHECK(begin("05:10") == "2026-11-26T05:10:00.000Z");
    // There it is 14:10 of the 26th.
    CHECK(begin("14:00", 9 * 60) == "2026-11-26T05:00:00.000Z");
    CHECK(begin("14:30", 9 * 60) == "2026-11-25T05:30:00.000Z");
    CHECK(begin("today", 9 * 60) == "2026-11-25T15:00:00.000Z");
    // And there 22:10 of the 25th.
    CHECK(begin("today", -7 * 60) == "2026-11-25T07:00:00.000Z");
    CHECK(begin("2026-11-25T22:00", -7 * 60) == "2026-11-26T05:00:00.000Z");
    CHECK(begin("2026-11-25T22:00:00Z", -7 * 60) == "2026-11-25T22:00:00.000Z");
}

TEST_CASE("what is no time is refused with the forms there are") {
    for (const char* text :
         {"", "x", "25:00", "14:60", ":30", "2026-13-01", "2026-11-26T", "2026-11-26T14:30+",
          "2026-11-26T14:30:05+99:00", "5 minutes", "yesterday", "14:30:05Z"}) {
        INFO(text);
        try {
            parse_since(text, "--since");
            FAIL("taken");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::usage);
            CHECK_THAT(error.failure().hint, contains("14:30:05"));
        }
    }
}
