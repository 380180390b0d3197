#include "catch.hpp"

#include "support/diagnostics.hpp"

#include <string>
#include <thread>
#include <vector>

namespace acapctl::diagnostics {

TEST_CASE("what the program does is said to who listens, up to the level asked for") {
    std::vector<std::string> lines;
    detail("nobody hears {}", 1);
    {
        const Listener listener(Level::detail,
                                [&](std::string_view line) { lines.emplace_back(line); });
        detail("chose {}", "armv7hf");
        trace("GET {}", "/");
    }
    detail("nobody hears {}", 2);
    CHECK(lines == std::vector<std::string>{"chose armv7hf"});
    const Listener listener(Level::trace, [&](std::string_view line) { lines.emplace_back(line); });
    trace("GET {}", "/");
    CHECK(lines.back() == "GET /");
}

TEST_CASE("a secret is redacted by its type") {
    std::string heard;
    const Listener listener(Level::trace, [&](std::string_view line) { heard = line; });
    trace("the password is {}", Secret("hunter2"));
    CHECK(heard == "the password is ***");
}

TEST_CASE("threads may speak at the same time, a line each") {
    std::size_t lines = 0; // the sink is called by one thread at a time
    const Listener listener(Level::detail, [&](std::string_view) { ++lines; });
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([] {
            for (int i = 0; i < 1000; ++i) detail("line {}", i);
        });
    threads.clear();
    CHECK(lines == 4000);
}

} // namespace acapctl::diagnostics
