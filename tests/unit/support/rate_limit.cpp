#include "support/rate_limit.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"

#include <thread>
#include <vector>

using namespace acapctl;
using std::chrono::milliseconds;

TEST_CASE("a rate is bytes, or thousands or millions of them, per second") {
    for (const char* good : {"1", "500k", "10M"}) CHECK_NOTHROW(RateLimit(good, "--rate"));
    for (const char* wrong : {"", "0", "k", "10G", "-1", "1.5M", "10 M", "99999999999999999M"})
        CHECK_THROWS_AS(RateLimit(wrong, "--rate"), Error);
}

TEST_CASE("what was taken is waited for at the rate that was written") {
    for (const auto& [rate, bytes] :
         {std::pair{"500k", 50'000U}, {"10M", 1'000'000U}, {"900", 90U}}) {
        INFO(rate);
        RateLimit limit(rate, "--rate");
        const auto begin = std::chrono::steady_clock::now();
        limit.take(bytes, {});
        const auto passed = std::chrono::steady_clock::now() - begin;
        CHECK(passed >= milliseconds(99));
    }
}

TEST_CASE("several threads together send no more than the rate") {
    RateLimit rate(1'000'000);
    const auto begin = std::chrono::steady_clock::now();
    {
        std::vector<std::jthread> senders;
        for (int i = 0; i < 4; ++i)
            senders.emplace_back([&] {
                for (int k = 0; k < 5; ++k) rate.take(10'000, {});
            });
    }
    // 200 kB at 1 MB/s; the last of them is sent when its time has come.
    CHECK(std::chrono::steady_clock::now() - begin >= milliseconds(199));
}

TEST_CASE("a stop ends the wait for a slow rate") {
    RateLimit rate(1);
    std::stop_source stop;
    stop.request_stop();
    const auto begin = std::chrono::steady_clock::now();
    rate.take(3600, stop.get_token());
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::minutes(1));
}
