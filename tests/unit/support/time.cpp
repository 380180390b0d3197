#include "catch.hpp"

#include "support/environment.hpp"
#include "support/time.hpp"

#include <cstdlib>

namespace acapctl {

TEST_CASE("a time is written in UTC, whatever the zone of this machine") {
    ::setenv("TZ", "America/New_York", 1);
    CHECK(utc_text(0) == "1970-01-01T00:00:00Z");
    CHECK(utc_text(1'767'225'600) == "2026-01-01T00:00:00Z");
    ::unsetenv("TZ");
}

TEST_CASE("an empty variable counts as not set") {
    ::setenv("ACAPCTL_TEST_VARIABLE", "", 1);
    CHECK_FALSE(environment("ACAPCTL_TEST_VARIABLE"));
    ::setenv("ACAPCTL_TEST_VARIABLE", "x", 1);
    CHECK(environment("ACAPCTL_TEST_VARIABLE") == "x");
    ::unsetenv("ACAPCTL_TEST_VARIABLE");
    CHECK_FALSE(environment("ACAPCTL_TEST_VARIABLE"));
}

} // namespace acapctl
