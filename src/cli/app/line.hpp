#pragma once
// The words of a command line, told apart by the tree of options before they are parsed: options
// may stand before the verb they belong to, and a verb may be called by another name.

#include "cli/app/command.hpp"

#include <optional>
#include <string>
#include <vector>

namespace acapctl::cli {

struct Word {
    enum class Kind { verb, option, value, argument };

    Kind kind = Kind::argument;
    std::string text{};
    bool behind_dashes = false; // "--": no option, whatever it looks like

    std::string option_name() const; // "--color" of "--color=never", "-j" of "-j4"
};

struct Line {
    Command verb;                      // as far down as words name verbs
    std::vector<Word> words{};         // in their order, without "--"
    std::optional<OptionFacts> open{}; // the last word is this option, and its value is to come
    bool dashes = false;               // no option follows any more

    void add(const std::string& word);

    std::vector<std::string> arguments() const;
    bool has_option(const std::string& name) const;
    // With the verbs first: "list -t door" for "-t door ls".
    std::vector<std::string> for_parser() const;
};

// `words` are those behind the program's name.
Line read_line(const Command& root, const std::vector<std::string>& words);

// The first word that is neither an option nor the value of an option of the root; empty: there is
// none, or an option of some verb stands before it.
std::string first_plain_word(const Command& root, const std::vector<std::string>& words);

struct WrongWord {
    std::string message;
    std::string hint; // may be empty
};
// The first word that the verb of the line does not know, if that is what is wrong.
std::optional<WrongWord> unknown_word(const Line& line);
// An option that has another option in the place of its value: "-t --json".
std::optional<WrongWord> missing_value(const Line& line);
// An option that takes one value, and is given once more: "--for a --for b".
std::optional<WrongWord> repeated_option(const Line& line);
// The first argument too many. CLI11 would take one behind "--" for an option of the verb above.
std::optional<WrongWord> extra_argument(const Line& line);

} // namespace acapctl::cli
