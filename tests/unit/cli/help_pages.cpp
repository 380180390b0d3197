#include "catch.hpp"
#include "desk.hpp"

#include "cli/app/command_line.hpp"
#include "cli/app/page.hpp"
#include "support/text.hpp"
#include "terminal/wrap.hpp"
#include "unit/terminal/pty.hpp"

#include <map>
#include <regex>

namespace acapctl::cli {

namespace {

CommandLine whole_line() {
    static std::string word = "acapctl";
    static char* argv[] = {word.data(), nullptr};
    return CommandLine(1, argv);
}

template <typename F>
void for_every_verb(const Command& verb, const F& check) {
    INFO(verb.full_name());
    check(verb);
    for (const Command& sub : verb.sub_verbs()) for_every_verb(sub, check);
}

// "acapctl build --arch aarch64" of a line of help, up to a comment, another command or a
// redirection.
std::vector<std::string> examples(const std::string& page) {
    std::vector<std::string> found;
    const auto at = page.rfind("\nExample");
    if (at == std::string::npos) return found;
    for (const std::string& line : text::lines(std::string_view(page).substr(at + 1)))
        if (const auto begin = line.find("acapctl "); begin != std::string::npos) {
            const std::string rest = line.substr(begin + 8);
            found.push_back(rest.substr(0, rest.find_first_of(">&)")));
        }
    return found;
}

std::vector<std::string> shell_words(const std::string& line) {
    std::vector<std::string> words;
    const std::regex word("'([^']*)'|([^ ]+)");
    for (std::sregex_iterator each(line.begin(), line.end(), word), end; each != end; ++each)
        words.push_back((*each)[1].matched ? (*each)[1].str() : (*each)[2].str());
    return words;
}

} // namespace

TEST_CASE("no page has a word of the parser") {
    const CommandLine line = whole_line();
    for_every_verb(line.root(), [](const Command& verb) {
        const std::string page = help_page(verb);
        for (const char* word : {"TEXT", "REQUIRED", "UINT", "INT ", "Positionals", "Excludes",
                                 "Env:", "SUBCOMMAND", "Subcommands", "x 1"})
            CHECK_THAT(page, !contains(word));
        for (const OptionFacts& option : verb.options())
            CHECK((option.value != "VALUE" || option.names.front() == "VALUE"));
        for (const std::string& each : text::lines(page)) CHECK(!each.ends_with(' '));
    });
}

TEST_CASE("every verb has an example, whose verbs and options there are") {
    const CommandLine line = whole_line();
    for_every_verb(line.root(), [&](const Command& verb) {
        const auto all = examples(help_page(verb));
        CHECK(!all.empty());
        for (const std::string& each : all) {
            INFO(each);
            const Line words = read_line(line.root(), shell_words(each));
            CHECK(!unknown_word(words));
            CHECK(!extra_argument(words));
            CHECK(words.verb.full_name().starts_with(verb.full_name()));
            CHECK(each.size() <= 78 - std::string("acapctl ").size()); // else it cannot be copied
        }
    });
}

TEST_CASE("a page is wrapped to 80 columns, and no line of it is wider") {
    const CommandLine line = whole_line();
    for_every_verb(line.root(), [](const Command& verb) {
        for (const std::string& each : text::lines(wrapped_page(help_page(verb), 80)))
            CHECK(text::characters(each) <= 80);
    });
    Desk desk;
    for (const std::string& topic : help_topics())
        for (const std::string& each :
             text::lines(wrapped_page(desk.acapctl({"help", topic}).out, 80)))
            CHECK(text::characters(each) <= (each.starts_with("  {") ? 90U : 80U));
}

TEST_CASE("an option name takes a value in every verb or in none, so that it may stand first") {
    const CommandLine line = whole_line();
    std::map<std::string, bool> takes_value;
    for_every_verb(line.root(), [&](const Command& verb) {
        for (const OptionFacts& option : verb.options())
            for (const std::string& name : option.names)
                if (!option.positional) {
                    INFO(name);
                    const auto [known, added] = takes_value.emplace(name, !option.value.empty());
                    CHECK(known->second == !option.value.empty());
                }
    });
    CHECK(takes_value.size() > 50);
}

TEST_CASE("verbs that need another one show their help at a terminal, and are refused in a pipe") {
    Desk desk;
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{}, {"device"}, {"sdk"}, {"policy"}}) {
        const Pty screen(80);
        desk.screen = screen.file();
        const Said shown = desk.acapctl(words);
        CHECK(shown.exit == 0);
        CHECK(shown.err.empty());
        CHECK_THAT(screen.seen(), contains("Verbs:"));
        auto as_json = words;
        as_json.emplace_back("--json");
        CHECK(desk.acapctl(as_json).exit == 2);
        desk.screen = nullptr;
        CHECK(desk.acapctl(words).exit == 2);
    }
}

TEST_CASE("help and version are documents with --json") {
    Desk desk;
    for (const auto& words :
         {std::vector<std::string>{"--version", "--json"}, std::vector<std::string>{"--json", "-V"},
          std::vector<std::string>{"version", "--json"},
          std::vector<std::string>{"list", "--version", "--json"}}) {
        const auto document = desk.acapctl(words).document();
        CHECK(document["kind"] == "acapctl.version/v1");
        CHECK("acapctl " + document["version"].get<std::string>() + "\n" ==
              desk.acapctl({"-V"}).out);
    }
    const auto page = desk.acapctl({"policy", "set", "--help", "--json"}).document();
    CHECK(page == desk.acapctl({"help", "policy", "set", "--json"}).document());
    CHECK(page["kind"] == "acapctl.help/v1");
    CHECK(page["topic"] == "policy set");
    CHECK(page["text"].get<std::string>() + "\n" == desk.acapctl({"policy", "set", "-h"}).out);
    CHECK(desk.acapctl({"--help", "--json"}).document()["topic"] == "acapctl");
}

TEST_CASE("help is shown whatever the settings are, and not for a verb that there is not") {
    Desk desk;
    desk.write("acapctl/config.toml", "nonsense");
    CHECK(desk.acapctl({"list", "--help"}).exit == 0);
    CHECK(desk.acapctl({"--version"}).exit == 0);
    for (const auto& words :
         {std::vector<std::string>{"buidl", "--help"}, std::vector<std::string>{"--help", "buidl"},
          std::vector<std::string>{"device", "ad", "-h"}}) {
        const Said said = desk.acapctl(words);
        CHECK(said.exit == 2);
        CHECK_THAT(said.err, contains("unknown verb"));
    }
}

} // namespace acapctl::cli
