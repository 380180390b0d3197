#pragma once
// What the rooms below advise, in the words of this command line: the one place where a failure, a
// check or a warning of theirs learns the names of verbs and options.

#include "acapctl/error.hpp"
#include "support/notice.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace acapctl::cli {

struct Saying {
    std::string_view text;       // "{}" stands for the words of the advice, in their order
    std::string_view verbs = {}; // that have it, where it names an option and no verb: "a, b c"
};
// Empty: there is no such kind.
Saying saying(Advice::Kind kind);

// A sentence without a full stop.
std::string said(const Advice& advice);
// What a room says in plain words, and its advice behind that.
std::string advised(std::string plain, const std::vector<Advice>& advice);
std::string advised(const Notice& notice);
Failure advised(Failure failure); // all of it in the hint

} // namespace acapctl::cli
