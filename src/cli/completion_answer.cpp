#include "cli/completion_answer.hpp"

#include "cli/app/command_line.hpp"
#include "cli/app/complete.hpp"
#include "cli/completion_values.hpp"
#include "support/text.hpp"

#include <string_view>

namespace acapctl::cli {

namespace {

constexpr std::string_view completion_verb = "__complete";

void print(const Completion& completion, Terminal& terminal) {
    for (const auto& [word, about] : completion.candidates) terminal.print_columns({word, about});
    if (completion.files) terminal.print(":files");
}

} // namespace

bool asks_completion(int argc, char** argv) {
    return argc > 1 && argv[1] == completion_verb;
}

int print_completion(int argc, char** argv, const Edges& edges) {
    std::vector<std::string> words(argv + 2, argv + argc);
    const std::string current = words.empty() ? "" : words.back();
    if (!words.empty()) words.pop_back();
    Terminal terminal({.color = ColorMode::never}, edges.out, edges.err);
    try {
        const CommandLine whole(1, argv); // with all verbs
        const auto values = [&](std::string_view word) { return completion_values(word, edges); };
        print(complete(whole.root(), words, current, values), terminal);
    } catch (const std::exception&) { // a shell would show it in the middle of what is typed
    }
    return 0;
}

} // namespace acapctl::cli
