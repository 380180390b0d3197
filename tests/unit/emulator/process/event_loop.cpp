#include "emulator/process/event_loop.hpp"

#include "catch.hpp"

#include <array>
#include <atomic>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

using namespace acapctl::emulator;

TEST_CASE("nothing that is thrown in an event loop ends it") {
    EventLoop loop;
    std::atomic<int> timers = 0;
    loop.post([] { throw std::runtime_error("posted"); });
    loop.call([&] {
        loop.at(EventLoop::Clock::now(), [&] {
            ++timers;
            throw 1; // not even a std::exception
        });
        loop.at(EventLoop::Clock::now(), [&] { ++timers; });
    });
    std::array<int, 2> pipe{};
    REQUIRE(::pipe2(pipe.data(), O_CLOEXEC) == 0);
    loop.call([&] {
        loop.watch(pipe[0], [&] {
            loop.forget(pipe[0]);
            throw std::runtime_error("read");
        });
    });
    REQUIRE(::write(pipe[1], "x", 1) == 1);
    CHECK_THROWS_AS(loop.call([]() -> int { throw std::runtime_error("called"); }),
                    std::runtime_error);
    for (int i = 0; i < 100 && timers < 2; ++i) ::usleep(10'000);
    CHECK(timers == 2);
    CHECK(loop.call([] { return 7; }) == 7);
    for (const int end : pipe) ::close(end);
}
