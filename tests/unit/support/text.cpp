#include "support/text.hpp"

#include "acapctl/error.hpp"
#include "catch.hpp"

using namespace acapctl;

TEST_CASE("of many names the first are told, and how many more there are") {
    CHECK(text::some_of({}) == "");
    CHECK(text::some_of({"a", "b", "c"}) == "a, b, c");
    CHECK(text::some_of({"a", "b", "c", "d", "e"}) == "a, b, c and 2 more");
    CHECK(text::some_of({"a\n", "b"}, 1) == "a\\x0a and 1 more");
}

TEST_CASE("characters are counted and cut whole") {
    CHECK(text::characters("å\xed\xa0\x80😀") == 3); // a lone surrogate is one
    CHECK(text::first_characters("åäö", 2) == "åä");
    CHECK(text::first_characters("åäö", 3) == "åäö");
    CHECK(text::first_characters("a😀b", 2) == "a😀");
    CHECK(text::first_characters("ab", 9) == "ab");
    CHECK(text::first_characters("ab", 0).empty());
}

TEST_CASE("control characters and malformed UTF-8 become visible") {
    CHECK(text::visible("plain Åäö") == "plain Åäö");
    CHECK(text::visible("a\033[31mb") == "a\\x1b[31mb");
    CHECK(text::visible("tab\there") == "tab\\x09here");
    CHECK(text::visible("\xc2\x9b") == "\\xc2\\x9b");          // a C1 control sequence introducer
    CHECK(text::visible("\xed\xa0\x80") == "\\xed\\xa0\\x80"); // a surrogate
    CHECK(text::visible("\u202eexe") == "\\xe2\\x80\\xaeexe"); // turns the text round
    CHECK(text::visible("\u2028") == "\\xe2\\x80\\xa8");
    CHECK(text::visible("\u2014 \u2030") == "\u2014 \u2030");
    CHECK(text::visible("\xff") == "\\xff");
}

TEST_CASE("durations are numbers with an optional unit") {
    using std::chrono::milliseconds;
    CHECK(text::parse_duration("30", "--wait") == milliseconds(30'000));
    CHECK(text::parse_duration("5m", "--wait") == milliseconds(300'000));
    CHECK(text::parse_duration("2h", "--wait") == milliseconds(7'200'000));
    CHECK(text::parse_duration("250ms", "--wait") == milliseconds(250));
    for (const char* bad : {"", "s", "-1", "1d", "1.5s", "999999999999999999999"})
        CHECK_THROWS_AS(text::parse_duration(bad, "--wait"), Error);
}

TEST_CASE("a typo finds its neighbour, another word does not") {
    const std::vector<std::string> verbs{"deploy", "list", "logs"};
    CHECK(text::nearest("depoly", verbs) == "deploy");
    CHECK(text::nearest("lsit", verbs) == "list");
    CHECK_FALSE(text::nearest("frobnicate", verbs));
}

TEST_CASE("lines drop their ends, whichever kind") {
    CHECK(text::lines("a\r\nb\n\nc") == std::vector<std::string>{"a", "b", "", "c"});
    CHECK(text::lines("").empty());
}

TEST_CASE("bytes have a form in text: hexadecimal, and in a URI") {
    CHECK(text::hex({"\x00\x7f\xff", 3}) == "007fff");
    CHECK(text::percent_encoded("a-B_1.~") == "a-B_1.~");
    CHECK(text::percent_encoded("a b/c%\xc3\xa9") == "a%20b%2Fc%25%C3%A9");
    CHECK(text::percent_encoded("a b/c", "/") == "a%20b/c");
}

TEST_CASE("a word is added to a list once") {
    std::vector<std::string> words{"a"};
    text::add_once(words, "b");
    text::add_once(words, "a");
    text::add_once(words, "b");
    CHECK(words == std::vector<std::string>{"a", "b"});
    CHECK(text::contains(words, "b"));
    CHECK_FALSE(text::contains(words, ""));
}

TEST_CASE("sizes are short and never round to 1000") {
    CHECK(text::human_size(999) == "999 B");
    CHECK(text::human_size(1234) == "1.2 kB");
    CHECK(text::human_size(999'999) == "1.0 MB");
}

TEST_CASE("every place of a text is replaced, and what is put there is not looked at again") {
    std::string text = "a-b-c";
    text::replace_all(text, "-", "--");
    CHECK(text == "a--b--c");
    text::replace_all(text, "", "x");
    CHECK(text == "a--b--c");
}
