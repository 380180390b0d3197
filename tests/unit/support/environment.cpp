#include "support/environment.hpp"

#include "catch.hpp"

#include <cstdlib>

namespace acapctl {

TEST_CASE("an empty variable counts as not set") {
    ::setenv("ACAPCTL_TEST_VARIABLE", "", 1);
    CHECK_FALSE(environment("ACAPCTL_TEST_VARIABLE"));
    ::setenv("ACAPCTL_TEST_VARIABLE", "x", 1);
    CHECK(environment("ACAPCTL_TEST_VARIABLE") == "x");
    ::unsetenv("ACAPCTL_TEST_VARIABLE");
    CHECK_FALSE(environment("ACAPCTL_TEST_VARIABLE"));
}

} // namespace acapctl
