#include "fleet/fleet.hpp"

#include "catch.hpp"

#include <atomic>
#include <stdexcept>

using namespace acapctl;

namespace {

std::vector<device::Target> targets(std::initializer_list<const char*> names) {
    std::vector<device::Target> result;
    for (const char* name : names) result.push_back({.name = name});
    return result;
}

ExitCode exit_of(const std::vector<ExitCode>& codes) {
    std::vector<fleet::Outcome<int>> outcomes(codes.size());
    for (std::size_t i = 0; i < codes.size(); ++i)
        for (int kind = 0; kind <= static_cast<int>(ErrorKind::interrupted); ++kind)
            if (exit_code(static_cast<ErrorKind>(kind)) == codes[i])
                outcomes[i].failure = Failure{.kind = static_cast<ErrorKind>(kind)};
    return fleet::exit_code(outcomes);
}

} // namespace

TEST_CASE("the exit code is the common one, or mixed, and an interruption wins") {
    using enum ExitCode;
    struct Row {
        std::vector<ExitCode> codes;
        ExitCode expected;
    };
    const Row rows[] = {
        {{}, done},
        {{done, done}, done},
        {{refused}, refused},
        {{unreachable, unreachable}, unreachable},
        {{done, unreachable}, mixed},
        {{unreachable, authentication}, mixed},
        {{unreachable, interrupted}, interrupted},
    };
    for (const Row& row : rows) CHECK(exit_of(row.codes) == row.expected);
}

TEST_CASE("every device has its outcome, in the order of the targets, whatever is thrown") {
    const auto outcomes = fleet::for_each_device<int>(
        targets({"a", "b", "c"}), 2, [](const device::Target& target, int& value) {
            value = 1;
            if (target.name == "b") throw Error({.kind = ErrorKind::refused, .message = "no"});
            if (target.name == "c") throw std::runtime_error("odd");
        });
    REQUIRE(outcomes.size() == 3);
    CHECK(outcomes[0].device == "a");
    CHECK_FALSE(outcomes[0].failure);
    CHECK(outcomes[1].failure->device == "b");
    CHECK(outcomes[1].failure->kind == ErrorKind::refused);
    CHECK(outcomes[1].value == 1);
    CHECK(outcomes[2].failure->kind == ErrorKind::unexpected);
}

TEST_CASE("a device with two names is served under the first, and the other is no failure") {
    auto all = targets({"a", "b", "c", "d"});
    all[0].serial = all[1].serial = "B8A44F000001";
    const fleet::SameDevices same(all);
    auto outcomes =
        fleet::for_each_device<int>(all, 1, [&](const device::Target& target, int& value) {
            same.check(target.name);
            value = 1;
            if (target.name == "d") throw Error({.kind = ErrorKind::refused, .message = "no"});
        });
    CHECK(outcomes[1].failure->message == "same device as a");
    for (auto& outcome : outcomes) fleet::put_aside(same, outcome);
    CHECK(outcomes[1].same_as == "a");
    CHECK(outcomes[1].value == 0);
    CHECK_FALSE(outcomes[1].failure);
    CHECK(outcomes[0].same_as + outcomes[2].same_as + outcomes[3].same_as == "");
    CHECK(outcomes[3].failure);
    CHECK(outcomes[2].value == 1); // of unknown serial number
    CHECK(fleet::exit_code(outcomes) == ExitCode::mixed);
    outcomes.erase(outcomes.begin());
    outcomes.erase(outcomes.begin() + 1);
    CHECK(fleet::exit_code(outcomes) == ExitCode::refused); // of the one that was served
    CHECK_NOTHROW(same.check("a"));
}

TEST_CASE("no more devices are served at a time than jobs allow") {
    std::atomic<int> now{0};
    std::atomic<int> most{0};
    fleet::for_each_device<int>(targets({"a", "b", "c", "d", "e", "f"}), 2,
                                [&](const device::Target&, int&) {
                                    const int here = ++now;
                                    int seen = most;
                                    while (seen < here && !most.compare_exchange_weak(seen, here)) {
                                    }
                                    --now;
                                });
    CHECK(most <= 2);
}
