#include "catch.hpp"

#include "support/workers.hpp"

#include <atomic>
#include <latch>
#include <set>
#include <stdexcept>
#include <thread>

namespace acapctl {

TEST_CASE("every index is worked on once, and all have ended when it returns") {
    for (const std::size_t jobs : {0, 1, 3, 100}) {
        std::vector<std::atomic<int>> times(50);
        for_each_index(times.size(), jobs, [&](std::size_t index) { ++times[index]; });
        CHECK(std::ranges::all_of(times, [](const auto& count) { return count == 1; }));
    }
    for_each_index(0, 4, [](std::size_t) { FAIL("there is nothing to work on"); });
}

TEST_CASE("no more threads work than were asked for, and so many do") {
    std::atomic<int> now = 0;
    std::atomic<int> most = 0;
    std::latch all_there(3); // returns only if three work at the same time
    for_each_index(3, 3, [&](std::size_t) {
        const int here = ++now;
        for (int seen = most; here > seen && !most.compare_exchange_weak(seen, here);) {
        }
        all_there.arrive_and_wait();
        --now;
    });
    CHECK(most == 3);
}

TEST_CASE("the work of others is finished before an exception is passed on") {
    std::atomic<int> done = 0;
    const auto work = [&](std::size_t index) {
        ++done;
        if (index % 2 == 0) throw std::runtime_error("no");
    };
    CHECK_THROWS_AS(for_each_index(20, 4, work), std::runtime_error);
    CHECK(done == 20);
}

} // namespace acapctl
