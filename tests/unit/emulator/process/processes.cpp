#include "emulator/process/processes.hpp"
#include "emulator/process/event_loop.hpp"

#include "catch.hpp"

#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

using namespace acapctl::emulator;

TEST_CASE("processes that come and go while /proc is read are no error") {
    const pid_t parent = ::fork();
    if (parent == 0) {
        for (;;) { // until it is killed
            const pid_t child = ::fork();
            if (child == 0) ::_exit(0);
            ::waitpid(child, nullptr, 0);
        }
    }
    for (int i = 0; i < 2000; ++i) {
        const auto tree = process_tree(parent);
        REQUIRE_FALSE(tree.empty());
        CHECK(tree.front() == parent);
        usage_of(tree);
    }
    ::kill(parent, SIGKILL);
    ::waitpid(parent, nullptr, 0);
    CHECK(process_tree(parent).size() == 1);
    CHECK(usage_of({parent}).tasks == 0);
}

TEST_CASE("what processes use is counted with their threads") {
    const Usage own = usage_of({::getpid()});
    CHECK(own.tasks >= 1);
    CHECK(own.memory > 100'000);
    const EventLoop loop; // a thread
    CHECK(usage_of({::getpid()}).tasks == own.tasks + 1);
}
