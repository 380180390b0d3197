#include "terminal/terminal.hpp"

#include "catch.hpp"
#include "screen.hpp"
#include "terminal/table.hpp"
#include "unit/variable.hpp"

#include <nlohmann/json.hpp>

using namespace acapctl;

namespace {

// A colour, a clipboard, a bell, a turn of the text, a tag, a zero-width space and a line's end.
const std::string hostile = "a\x1b[31mb\x1b]52;c;x\a\u202e\U000e0041\u200b\nc";
const std::string shown = "a\\x1b[31mb\\x1b]52;c;x\\x07\\xe2\\x80\\xae\\xf3\\xa0\\x81\\x81"
                          "\\xe2\\x80\\x8b\\x0ac";

} // namespace

TEST_CASE("whatever is printed comes out visible, on one line") {
    for (const ColorMode color : {ColorMode::always, ColorMode::never}) {
        Screen screen({.color = color, .verbosity = 1});
        screen.terminal.print(hostile);
        screen.terminal.print_columns({hostile, hostile});
        Table table({"A", "B"});
        table.add({hostile, "b"});
        table.print(screen.terminal);
        CHECK(screen.out.text() == shown + "\n" + shown + "\t" + shown + "\n" + shown + "\tb\n");
    }
    Screen screen({.color = ColorMode::never, .verbosity = 1});
    screen.terminal.note(hostile);
    screen.terminal.tell(hostile);
    screen.terminal.warn(hostile);
    screen.terminal.ask(hostile);
    screen.terminal.error({.message = hostile, .hint = hostile, .device = hostile});
    CHECK(screen.err.text() == shown + "\n" + shown + "\nwarning: " + shown + "\n" + shown +
                                   "error: " + shown + ": " + shown + "\n  hint: " + shown + "\n");
}

TEST_CASE("only a style colours, and text inside it cannot end it") {
    const StyledText text = "x " + StyledText(hostile, Style::red) + " y";
    Screen painted({.color = ColorMode::always});
    painted.terminal.print(text);
    CHECK(painted.out.text() == "x \x1b[31m" + shown + "\x1b[0m y\n");
    Screen plain({.color = ColorMode::never});
    plain.terminal.print(text);
    CHECK(plain.out.text() == "x " + shown + " y\n");
    CHECK(text.characters() == shown.size() + 4);
}

TEST_CASE("what was made visible before is not made so twice") {
    Screen screen({});
    screen.terminal.print(shown);
    CHECK(screen.out.text() == shown + "\n");
}

TEST_CASE("a page keeps its own lines and tabs") {
    Screen screen({});
    screen.terminal.print_page("a\n\n\tb\x1b]0;title\a\u200b");
    CHECK(screen.out.text() == "a\n\n\tb\\x1b]0;title\\x07\\xe2\\x80\\x8b\n");
}

TEST_CASE("a compiler's line keeps its colours where colours are shown") {
    const std::string line = "\x1b[01;31m\x1b[Kerror:\x1b[m\x1b[K bad\x1b[2J\tx";
    Screen painted({.color = ColorMode::always});
    painted.terminal.stream(line);
    CHECK(painted.err.text() == "\x1b[01;31merror:\x1b[m bad\\x1b[2J\tx\n");
    Screen plain({.color = ColorMode::never});
    plain.terminal.stream(line);
    CHECK(plain.err.text() == "error: bad\\x1b[2J\tx\n");
}

TEST_CASE("in a CI job nothing that others say becomes a command of it") {
    const Variable azure("TF_BUILD", nullptr);
    const Variable github("GITHUB_ACTIONS", "true");
    Screen screen({});
    screen.terminal.print("::error::x");
    screen.terminal.print_columns({" \u00a0::add-mask::x", "::y"});
    screen.terminal.print("a ##[group]b ##vso[task.setvariable variable=x]y ###[z]");
    screen.terminal.print("a :: b, a::b");
    screen.terminal.print_document({{"a", "##[error]x"}});
    screen.terminal.print_command("::error file=x::y");
    screen.terminal.tell("  ::stop-commands::x");
    screen.terminal.warn("::x");
    CHECK(screen.out.text() ==
          "\\x3a:error::x\n"
          " \u00a0\\x3a:add-mask::x\t::y\n"
          "a \\x23#[group]b \\x23#vso[task.setvariable variable=x]y #\\x23#[z]\n"
          "a :: b, a::b\n"
          "{\"a\":\"\\u0023#[error]x\"}\n"
          "::error file=x::y\n");
    CHECK(screen.err.text() == "  \\x3a:stop-commands::x\nwarning: ::x\n");
    CHECK(nlohmann::json::parse(R"("\u0023#[")") == "##[");
}

TEST_CASE("outside of CI jobs such text stays as it is") {
    const Variable azure("TF_BUILD", nullptr);
    const Variable github("GITHUB_ACTIONS", nullptr);
    Screen screen({});
    screen.terminal.print("::error::x ##[y]");
    CHECK(screen.out.text() == "::error::x ##[y]\n");
    const Variable job("TF_BUILD", "True");
    Screen other({});
    other.terminal.print("##vso[x]");
    CHECK(other.out.text() == "\\x23#vso[x]\n");
}

TEST_CASE("quiet silences notes alone") {
    Screen screen({.quiet = true});
    screen.terminal.note("a");
    screen.terminal.tell("b");
    screen.terminal.warn("c");
    CHECK(screen.err.text() == "b\nwarning: c\n");
}

TEST_CASE("an error is one JSON document where JSON is asked for") {
    Screen screen({.json = true});
    screen.terminal.error({.message = hostile});
    CHECK(screen.out.text().find_first_of("\x1b\a") == std::string::npos);
    CHECK(nlohmann::json::parse(screen.out.text())["error"]["message"] == hostile);
    CHECK(screen.err.text().empty());
}
