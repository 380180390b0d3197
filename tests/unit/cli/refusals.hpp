#pragma once
// Command lines that a verb refuses.

#include "catch.hpp"
#include "desk.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace acapctl::cli {

struct Refusal {
    std::vector<std::string> words;
    std::string message; // a part of it, or of the hint
    int exit = 2;
};

// Each ends with its exit code and its message: on stderr, and with --json as a document.
inline void check_refused(Desk& desk, const std::vector<Refusal>& refusals) {
    for (const Refusal& refusal : refusals) {
        INFO(fmt::format("{}", fmt::join(refusal.words, " ")));
        const Said said = desk.acapctl(refusal.words);
        CHECK(said.exit == refusal.exit);
        CHECK(said.out.empty());
        CHECK_THAT(said.err, contains(refusal.message));

        std::vector<std::string> words{"--json"};
        words.insert(words.end(), refusal.words.begin(), refusal.words.end());
        const Said told = desk.acapctl(words);
        CHECK(told.exit == refusal.exit);
        const auto document = told.document();
        CHECK(document["kind"] == "acapctl.error/v1");
        CHECK(document["error"]["exit"] == refusal.exit);
        CHECK_THAT(document["error"].dump(), contains(refusal.message));
    }
}

} // namespace acapctl::cli
