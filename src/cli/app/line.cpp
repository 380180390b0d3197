#include "cli/app/line.hpp"

#include "cli/app/habits.hpp"
#include "cli/app/option_tree.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

bool looks_like_option(const std::string& word) {
    return word.size() > 1 && word[0] == '-';
}

std::optional<OptionFacts> own_option(const Command& verb, const std::string& name) {
    for (OptionFacts& option : verb.options())
        if (!option.positional && text::contains(option.names, name)) return std::move(option);
    return std::nullopt;
}

std::optional<OptionFacts> option_below(const Command& verb, const std::string& name) {
    if (auto found = own_option(verb, name)) return found;
    for (const Command& sub : verb.sub_verbs())
        if (auto found = option_below(sub, name)) return found;
    return std::nullopt;
}

Command root_of(Command verb) {
    while (!verb.is_root()) verb = verb.parent();
    return verb;
}

// Of the verb, of those above it, and while more verbs may follow, of those below it.
std::optional<OptionFacts> find_option(const Command& verb, const std::string& name) {
    if (auto found = option_below(verb, name)) return found;
    return verb.is_root() ? std::nullopt : own_option(root_of(verb), name);
}

// The option whose value is the next word: "--color", "-t", also the last of "-vt".
std::optional<OptionFacts> waits_for_value(const Command& verb, const std::string& word) {
    if (word.starts_with("--")) {
        auto option = find_option(verb, word); // not found with "=": it has its value
        return option && !option->value.empty() ? option : std::nullopt;
    }
    for (std::size_t i = 1; i < word.size(); ++i) {
        auto option = find_option(verb, std::string("-") + word[i]);
        if (!option) return std::nullopt;
        if (!option->value.empty()) return i + 1 == word.size() ? option : std::nullopt;
    }
    return std::nullopt;
}

std::optional<Command> sub_verb(const Command& verb, const std::string& word) {
    for (const std::string_view name : {std::string_view(word), verb_for(word)})
        for (const Command& sub : verb.sub_verbs())
            if (sub.name() == name) return sub;
    return std::nullopt;
}

std::string argument_hint(const Line& line, std::size_t at) {
    if (at < 2 || line.words[at - 1].kind != Word::Kind::value) return "";
    const std::string option = line.words[at - 2].option_name();
    if (option != "-t" && option != "--target") return "";
    return fmt::format("each device has an option of its own: -t {} -t {}",
                       text::visible(line.words[at - 1].text), text::visible(line.words[at].text));
}

WrongWord missing_value(const std::string& option, const std::string& next) {
    return {fmt::format("{} needs a value, but '{}' follows", option, next),
            option.starts_with("--") ? fmt::format("write {}={} if that is the value", option, next)
                                     : ""};
}

} // namespace

std::string Word::option_name() const {
    return text.starts_with("--") ? text.substr(0, text.find('=')) : text.substr(0, 2);
}

std::vector<std::string> Line::arguments() const {
    std::vector<std::string> found;
    for (const Word& word : words)
        if (word.kind == Word::Kind::argument) found.push_back(word.text);
    return found;
}

bool Line::has_option(const std::string& name) const {
    return std::ranges::any_of(words, [&](const Word& word) {
        return word.kind == Word::Kind::option && word.option_name() == name;
    });
}

std::vector<std::string> Line::for_parser() const {
    std::vector<std::string> verbs;
    for (Command at = verb; !at.is_root(); at = at.parent()) verbs.insert(verbs.begin(), at.name());
    std::vector<std::string> result = std::move(verbs);
    bool behind = false;
    for (const Word& word : words) {
        if (word.kind == Word::Kind::verb) continue;
        if (word.behind_dashes && !behind) result.emplace_back("--");
        behind = word.behind_dashes;
        result.push_back(word.text);
    }
    return result;
}

void Line::add(const std::string& word) {
    if (open) {
        words.push_back({Word::Kind::value, word});
        open.reset();
    } else if (!dashes && word == "--") {
        dashes = true;
    } else if (!dashes && looks_like_option(word)) {
        words.push_back({Word::Kind::option, word});
        open = waits_for_value(verb, word);
    } else if (const auto sub = sub_verb(verb, word); sub && !dashes && arguments().empty()) {
        words.push_back({Word::Kind::verb, word});
        verb = *sub;
    } else {
        words.push_back({Word::Kind::argument, word, dashes});
    }
}

Line read_line(const Command& root, const std::vector<std::string>& words) {
    Line line{.verb = root};
    for (const std::string& word : words) line.add(word);
    return line;
}

std::string first_plain_word(const Command& root, const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
        if (!looks_like_option(words[i])) return words[i];
        const Word option{Word::Kind::option, words[i]};
        if (!own_option(root, option.option_name())) return "";
        if (waits_for_value(root, words[i])) ++i;
    }
    return "";
}

std::optional<WrongWord> unknown_word(const Line& line) {
    const bool wants_verb = !line.verb.sub_verbs().empty();
    for (const Word& word : line.words) {
        if (word.kind == Word::Kind::option) {
            const std::string name = word.option_name();
            const bool known = wants_verb ? find_option(line.verb, name).has_value()
                                          : text::contains(option_names(line.verb), name);
            if (known) continue;
            const std::string hint = option_hint(line.verb, name);
            return WrongWord{fmt::format("unknown option '{}'", text::visible(name)),
                             hint.empty() ? text::did_you_mean(name, option_names(line.verb))
                                          : hint};
        }
        if (word.kind != Word::Kind::argument || !wants_verb) continue;
        std::vector<std::string> verbs;
        for (const Command& sub : line.verb.sub_verbs()) {
            verbs.push_back(sub.name());
            std::ranges::copy(other_names(sub.name()), std::back_inserter(verbs));
        }
        const std::string hint = line.verb.is_root() ? verb_hint(word.text) : "";
        return WrongWord{fmt::format("unknown verb '{}'", text::visible(word.text)),
                         hint.empty() ? text::did_you_mean(word.text, verbs) : hint};
    }
    return std::nullopt;
}

std::optional<WrongWord> missing_value(const Line& line) {
    for (std::size_t i = 1; i < line.words.size(); ++i) {
        const Word& word = line.words[i];
        if (word.kind == Word::Kind::value && word.text.starts_with("--") &&
            text::contains(option_names(line.verb), word.option_name()))
            return missing_value(line.words[i - 1].option_name(), word.option_name());
    }
    return std::nullopt;
}

std::optional<WrongWord> repeated_option(const Line& line) {
    std::vector<std::string> seen;
    for (const Word& word : line.words) {
        if (word.kind != Word::Kind::option) continue;
        const auto option = find_option(line.verb, word.option_name());
        if (!option || !option->once || option->value.empty()) continue;
        if (text::contains(seen, option->names.front()))
            return WrongWord{
                fmt::format("{} is given twice, and takes one value", word.option_name()),
                "leave one of them out"};
        seen.push_back(option->names.front());
    }
    return std::nullopt;
}

std::optional<WrongWord> extra_argument(const Line& line) {
    std::size_t room = 0;
    for (const OptionFacts& option : line.verb.options()) {
        if (option.positional && option.many) return std::nullopt;
        room += option.positional ? 1 : 0;
    }
    for (std::size_t i = 0; i < line.words.size(); ++i)
        if (line.words[i].kind == Word::Kind::argument && room-- == 0)
            return WrongWord{
                fmt::format("unexpected argument '{}'", text::visible(line.words[i].text)),
                argument_hint(line, i)};
    return std::nullopt;
}

} // namespace acapctl::cli
