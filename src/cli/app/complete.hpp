#pragma once
// What may stand at the cursor of a command line, for the completion of shells.

#include "cli/app/command.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::cli {

struct Candidate {
    std::string word{};
    std::string about{}; // one line; may be empty
};

struct Completion {
    std::vector<Candidate> candidates{};
    bool files = false; // a path may stand there too, which the shell knows best
};

// The values that a word of the help stands for: "CHIP", "TARGET". Empty for one it does not know.
using ValueSource = std::function<std::vector<Candidate>(std::string_view value)>;

// `before` are the words behind the program's name, `current` is the one at the cursor as far as
// it.
Completion complete(const Command& root, const std::vector<std::string>& before,
                    const std::string& current, const ValueSource& values);

} // namespace acapctl::cli
