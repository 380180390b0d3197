#include "fleet/rollout.hpp"

#include "catch.hpp"

#include <mutex>
#include <set>

using namespace acapctl;
using fleet::RolloutResult;

namespace {

// Devices by number, of which some fail.
struct Site {
    std::vector<std::string> names;
    std::vector<std::string> kinds;
    std::set<std::size_t> broken{};
    std::vector<bool> done;
    fleet::RolloutRules rules{};
    std::stop_source stop{};
    std::size_t stop_at = 1000; // the device during which a stop comes
    std::vector<std::size_t> served{};
    std::mutex mutex{};

    explicit Site(std::size_t size) : kinds(size, "one kind"), done(size) {
        for (std::size_t i = 0; i < size; ++i) names.push_back("cam" + std::to_string(i));
    }
    RolloutResult run(std::size_t jobs = 1) {
        return fleet::roll_out(
            names, fleet::plan_batches(kinds, rules.canary, rules.batch), done, rules, jobs,
            [this](std::size_t i) {
                const std::lock_guard lock(mutex);
                served.push_back(i);
                if (i == stop_at) {
                    stop.request_stop();
                    throw Error({.kind = ErrorKind::interrupted, .message = "interrupted"});
                }
                if (broken.contains(i))
                    throw Error({.kind = ErrorKind::unreachable, .message = "no answer"});
            },
            stop.get_token());
    }
};

std::size_t untouched(const RolloutResult& result) {
    return static_cast<std::size_t>(std::ranges::count_if(result.failures, [](const auto& failure) {
        return failure && failure->code == "rollout-stopped";
    }));
}

} // namespace

TEST_CASE("a rollout without failures goes to its end") {
    Site site(7);
    site.rules.batch = fleet::Share::parse("3", "");
    const RolloutResult result = site.run(4);
    CHECK(result.stopped.empty());
    CHECK(site.served.size() == 7);
    for (const auto& failure : result.failures) CHECK_FALSE(failure);
}

TEST_CASE("a failed canary stops a rollout whatever may fail") {
    Site site(10);
    site.rules.canary = fleet::Canary::parse("2", "");
    site.rules.max_fail = fleet::Share::parse("100%", "");
    site.broken = {1};
    const RolloutResult result = site.run();
    CHECK(result.stopped == "the canary cam1 failed");
    CHECK(site.served == std::vector<std::size_t>{0, 1});
    CHECK(untouched(result) == 8);
    CHECK(result.failures[5]->message == "not touched: the canary cam1 failed");
    CHECK(exit_code(result.failures[5]->kind) == ExitCode::mixed);
}

TEST_CASE("too many failures stop a rollout in the middle of a batch") {
    Site site(10);
    site.rules.max_fail = fleet::Share::parse("2", "");
    site.broken = {1, 2, 4, 6};
    const RolloutResult result = site.run();
    CHECK(result.stopped == "3 of 10 devices failed, and a limit of 2 allows only 2");
    CHECK(site.served == std::vector<std::size_t>{0, 1, 2, 3, 4});
    CHECK(untouched(result) == 5);
    CHECK(result.last_batch == 0);
}

TEST_CASE("a stop says how many might have failed") {
    for (const auto& [share, said] :
         {std::pair{"0", "1 of 10 devices failed, and a limit of 0 allows none"},
          {"5%", "1 of 10 devices failed, and a limit of 5% allows none"},
          {"15%", "2 of 10 devices failed, and a limit of 15% allows only 1"}}) {
        Site site(10);
        site.rules.max_fail = fleet::Share::parse(share, "");
        site.broken = {1, 2, 4, 6};
        CHECK(site.run().stopped == said);
    }
}

TEST_CASE("what is done already is not done again") {
    Site site(4);
    site.done = {true, false, true, false};
    const RolloutResult result = site.run();
    CHECK(site.served == std::vector<std::size_t>{1, 3});
    CHECK(untouched(result) == 0);
}

TEST_CASE("an interruption is no failure of a device, and nothing new is begun") {
    Site site(5);
    site.stop_at = 2;
    const RolloutResult result = site.run();
    CHECK(result.stopped.empty());
    CHECK(site.served == std::vector<std::size_t>{0, 1, 2});
    for (const std::size_t i : {2U, 3U, 4U})
        CHECK(result.failures[i]->kind == ErrorKind::interrupted);
}
