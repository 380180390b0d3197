#include "cli/app/complete.hpp"

#include "cli/app/line.hpp"
#include "cli/app/page.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <optional>

namespace acapctl::cli {

namespace {

// What stands for a path in the help.
const std::vector<std::string> path_words{"EAP", "DIR", "FILE", "PATH", "A", "B"};

// "EAP|DIR", "[APP] NAME[=VALUE]...": the words in it.
std::vector<std::string> words_in(std::string value) {
    std::ranges::replace_if(
        value, [](char c) { return c != '-' && (c < 'A' || c > 'Z'); }, ' ');
    return text::split(value, ' ');
}

// Bash puts a word onto the command line as it stands, and the name of an application may come from
// a stranger's manifest: what would mean more to a shell than itself, or be taken for an option, is
// not offered.
bool is_harmless(const std::string& word) {
    return shell_quoted({word}) == word && word[0] != '-' && word[0] != ':';
}

Completion values_of(const OptionFacts& option, const ValueSource& values) {
    Completion completion;
    for (const std::string& value : option.values) completion.candidates.push_back({value});
    if (!option.values.empty()) return completion;
    for (const std::string& word : words_in(option.value)) {
        completion.files = completion.files || text::contains(path_words, word);
        for (Candidate& each : values(word))
            if (is_harmless(each.word)) completion.candidates.push_back(std::move(each));
    }
    return completion;
}

void add_verbs(const Command& verb, std::vector<Candidate>& candidates) {
    for (const Command& sub : verb.sub_verbs())
        candidates.push_back({sub.name(), sub.description()});
}

std::vector<Candidate> options_of(const Command& verb) {
    std::vector<Candidate> candidates;
    for (Command at = verb;; at = at.parent()) {
        const bool own = &at.app() == &verb.app();
        for (const OptionFacts& option : at.options())
            if (!option.positional && !option.hidden() && (own || option.everywhere()))
                for (const std::string& name : option.names)
                    candidates.push_back({name, option.description});
        if (at.is_root()) return candidates;
    }
}

std::optional<OptionFacts> argument_at(const Command& verb, std::size_t position) {
    for (OptionFacts& option : verb.options()) {
        if (!option.positional) continue;
        if (position == 0 || option.many) return std::move(option);
        --position;
    }
    return std::nullopt;
}

// `help` explains verbs, and topics beside them.
Completion help_words(const Command& root, const std::vector<std::string>& arguments) {
    const Line line = read_line(root, arguments);
    Completion completion;
    if (!line.arguments().empty()) return completion;
    add_verbs(line.verb, completion.candidates);
    if (line.verb.is_root())
        for (const std::string& topic : help_topics()) completion.candidates.push_back({topic});
    return completion;
}

// The option of "--target=do", with which its values must begin then.
std::optional<Completion> values_behind_equals(const Line& line, const std::string& current,
                                               const ValueSource& values) {
    const auto equals = current.find('=');
    if (!current.starts_with("--") || equals == std::string::npos) return std::nullopt;
    const std::string name = current.substr(0, equals);
    Line with_option = line;
    with_option.add(name);
    if (!with_option.open) return Completion{};
    Completion completion = values_of(*with_option.open, values);
    for (Candidate& each : completion.candidates) each.word.insert(0, name + "=");
    return completion;
}

Completion all(const Command& root, const Line& line, const std::string& current,
               const ValueSource& values) {
    if (line.open) return values_of(*line.open, values);
    if (auto behind = values_behind_equals(line, current, values)) return *behind;
    if (current.starts_with('-') && !line.dashes) return {options_of(line.verb)};
    const std::vector<std::string> arguments = line.arguments();
    if (line.verb.name() == "help") return help_words(root, arguments);
    Completion completion;
    if (arguments.empty()) add_verbs(line.verb, completion.candidates);
    if (!completion.candidates.empty()) return completion;
    const auto argument = argument_at(line.verb, arguments.size());
    return argument ? values_of(*argument, values) : Completion{};
}

} // namespace

Completion complete(const Command& root, const std::vector<std::string>& before,
                    const std::string& current, const ValueSource& values) {
    Completion completion = all(root, read_line(root, before), current, values);
    // What may be true of devices is much: it is offered when it has been begun.
    std::erase_if(completion.candidates, [&](const Candidate& each) {
        const bool condition = each.word.find('=') != std::string::npos;
        return !each.word.starts_with(current) || (condition && current.empty());
    });
    return completion;
}

} // namespace acapctl::cli
