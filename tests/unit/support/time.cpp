#include "catch.hpp"

#include "support/time.hpp"

#include <cstdlib>

namespace acapctl {

TEST_CASE("a time is written in UTC, whatever the zone of this machine") {
    ::setenv("TZ", "America/New_York", 1);
    ::tzset();
    CHECK(utc_text(0) == "1970-01-01T00:00:00Z");
    CHECK(utc_text(1'767'225'600) == "2026-01-01T00:00:00Z");
    CHECK(utc_milliseconds_text(1'795'237'942'007) == "2026-11-21T05:12:22.007Z");
    CHECK(utc_milliseconds_text(1'795'237'942'007, "+00:00") == "2026-11-21T05:12:22.007+00:00");
    CHECK(utc_milliseconds_text(-1) == "1969-12-31T23:59:59.999Z");
    CHECK(utc_date_text(1'767'225'599) == "2025-12-31");
    CHECK(utc_name_text(1'767'225'599) == "20251231T235959Z");
    CHECK(http_date_text(1'795'237'942) == "Sat, 21 Nov 2026 05:12:22 GMT");
    ::unsetenv("TZ");
    ::tzset();
}

TEST_CASE("times are read with their zone, to the millisecond") {
    struct Row {
        const char* text;
        std::optional<std::int64_t> epoch;
    };
    for (const Row& row : {Row{"1970-01-01T00:00:00Z", 0},
                           {"2026-11-21T05:12:22Z", 1'795'237'942'000},
                           {"2026-11-21T06:12:22+01:00", 1'795'237'942'000},
                           {"2026-11-21T01:42:22.5-0330", 1'795'237'942'500},
                           {"2026-11-21T05:12:22.257999Z", 1'795'237'942'257},
                           {"2026-02-29T00:00:00Z", std::nullopt},
                           {"2026-13-01T00:00:00Z", std::nullopt},
                           {"2026-11-21T24:00:00Z", std::nullopt},
                           {"2026-11-21T05:12:22", std::nullopt},
                           {"2026-11-21T05:12:22+25:00", std::nullopt},
                           {"2026-11-21 05:12:22Z", std::nullopt},
                           {"-026-11-21T05:12:22Z", std::nullopt},
                           {"", std::nullopt}}) {
        INFO(row.text);
        CHECK(parse_utc_text(row.text) == row.epoch);
    }
}

TEST_CASE("HTTP dates are read") {
    CHECK(parse_http_date("Sat, 21 Nov 2026 05:12:22 GMT") == 1'795'237'942'000);
    CHECK_FALSE(parse_http_date("yesterday"));
    CHECK_FALSE(parse_http_date("Sat, 21 ovN 2026 05:12:22 GMT"));
}

TEST_CASE("a time of day is milliseconds") {
    CHECK(parse_time_of_day("00:00:01") == 1000);
    CHECK(parse_time_of_day("23:59:60.25") == 86'400'250);
    for (const char* bad : {"", "1:02:03", "01:02", "01:60:00", "01:02:03.", "01:02:03,5"})
        CHECK_FALSE(parse_time_of_day(bad));
}

} // namespace acapctl
