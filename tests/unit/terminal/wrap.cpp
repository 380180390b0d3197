#include "terminal/wrap.hpp"

#include "catch.hpp"
#include "support/text.hpp"

using namespace acapctl;

namespace {

std::vector<std::string> lines(const StyledText& text, std::size_t width, std::size_t hang = 0) {
    std::vector<std::string> all;
    for (const StyledText& line : wrapped(text, width, hang)) all.push_back(line.plain());
    return all;
}

using Lines = std::vector<std::string>;

} // namespace

TEST_CASE("a text is broken between words, and a word never") {
    CHECK(lines("one two three", 20) == Lines{"one two three"});
    CHECK(lines("one two three", 7) == Lines{"one two", "three"});
    CHECK(lines("one two three", 8, 2) == Lines{"one two", "  three"});
    CHECK(lines("  kept  inside", 20) == Lines{"  kept  inside"});
    CHECK(lines("a-very-long-word is whole", 6) == Lines{"a-very-long-word", "is", "whole"});
    CHECK(lines("", 10) == Lines{""});
    CHECK(lines("größer über äußere", 12) ==
          Lines{"größer über", "äußere"}); // characters, not bytes
}

TEST_CASE("a command in quotation marks stays on one line, an apostrophe joins nothing") {
    CHECK(lines("type 'acapctl device list' now", 12) ==
          Lines{"type", "'acapctl device list'", "now"});
    CHECK(lines("Axis' own words' end", 10) == Lines{"Axis' own", "words' end"});
    CHECK(lines("an 'open quotation", 10) == Lines{"an 'open", "quotation"});
}

TEST_CASE("many words behind a very long one are broken as others are") {
    std::string text(1U << 17U, 'x');
    for (int i = 0; i < 30'000; ++i) text += " a";
    CHECK(lines(text, text.size()).size() == 1);
    CHECK(lines(text, 1U << 17U).size() == 2);
}

TEST_CASE("a style goes on behind a line break, and colours nothing else") {
    const StyledText text =
        StyledText("error: ", Style::red) + "plain " + StyledText("green words", Style::green);
    const auto broken = wrapped(text, 18);
    REQUIRE(broken.size() == 2);
    CHECK(broken[0].colored() == "\033[31merror: \033[0mplain \033[32mgreen\033[0m");
    CHECK(broken[1].colored() == "\033[32mwords\033[0m");
}

TEST_CASE("a page goes on below its last column, or its indentation") {
    CHECK(wrapped_page("    0  done, and verified\n\nall of it", 17) ==
          "    0  done, and\n       verified\n\nall of it");
    CHECK(wrapped_page("  indented text", 10) == "  indented\n  text");
    // Where little room would be left, not that far.
    CHECK(wrapped_page("  a-name-that-is-long  what it means", 28) ==
          "  a-name-that-is-long  what\n      it means");
    const std::string page = "word " + std::string(300, 'x') + " word";
    CHECK(wrapped_page(page, 20) == "word\n" + std::string(300, 'x') + "\nword");
}

TEST_CASE("what is fitted ends with a whole word") {
    CHECK(fitted("one two", 7) == "one two");
    CHECK(fitted("one two three", 11) == "one two ...");
    CHECK(fitted("one two three", 12) == "one two ...");
    CHECK(fitted("one two three", 10) == "one ...");
    CHECK(fitted("onetwothree", 8) == "one...ee");
    for (std::size_t width = 0; width < 16; ++width)
        CHECK(text::characters(fitted("üne two three", width)) <= width);
}
