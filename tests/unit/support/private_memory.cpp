#include "support/private_memory.hpp"

#include "catch.hpp"
#include "support/subprocess.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

using namespace acapctl;

TEST_CASE("no core dump of ours, but those of others as the user has it") {
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_CORE, &before) == 0);
    rlimit allowed = before;
    allowed.rlim_cur = before.rlim_max;
    REQUIRE(::setrlimit(RLIMIT_CORE, &allowed) == 0);
    const Command limit{.arguments = {"sh", "-c", "ulimit -c"}};
    const std::string as_found = run(limit).output;

    keep_memory_private();
    rlimit now{};
    REQUIRE(::getrlimit(RLIMIT_CORE, &now) == 0);
    CHECK(now.rlim_cur == 0);
    CHECK(::prctl(PR_GET_DUMPABLE) == 0);
    CHECK(run(limit).output == as_found);

    restore_core_limit();
    ::setrlimit(RLIMIT_CORE, &before);
    ::prctl(PR_SET_DUMPABLE, 1);
}
