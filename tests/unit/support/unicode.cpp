#include "support/unicode.hpp"

#include "catch.hpp"
#include "support/text.hpp"

using namespace acapctl;

namespace {

char32_t code_of(std::string_view text) {
    const auto character = first_character(text);
    return character && character->length == text.size() ? character->code : 0;
}

} // namespace

TEST_CASE("a character is read whole, and only if it is well-formed") {
    CHECK(code_of("a") == U'a');
    CHECK(code_of("å") == U'å');
    CHECK(code_of("—") == U'—');
    CHECK(code_of("😀") == U'😀');
    CHECK(code_of("\xf4\x8f\xbf\xbf") == 0x10ffff);
    for (const char* bad :
         {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xf0\x80\x80\x80", "\xed\xa0\x80",
          "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xc3", "\xe2\x80", "\xf0\x9f\x98", "\xc3x"})
        CHECK_FALSE(first_character(bad));
}

TEST_CASE("what is seen is told from what is not") {
    for (const char32_t seen : {U'a', U' ', U'å', U'—', U'\u00a0', U'\u2030', U'中', U'😀'})
        CHECK_FALSE(is_unseen(seen));
    for (const char32_t unseen :
         {U'\u001b', U'\u007f', U'\u009b', U'\u00ad', U'\u061c', U'\u200b', U'\u200f', U'\u2028',
          U'\u202e', U'\u2060', U'\u2064', U'\u2069', U'\ufe0f', U'\ufeff', U'\ufffb',
          U'\U000e0001', U'\U000e0041', U'\U000e007f', U'\U000e0100'})
        CHECK(is_unseen(unseen));
}

TEST_CASE("one variation selector stays where it belongs to a symbol") {
    CHECK(text::visible("⚠\ufe0f!") == "⚠\ufe0f!");
    CHECK(text::visible("⚠\ufe0f\ufe0f") == "⚠\ufe0f\\xef\\xb8\\x8f");
    CHECK(text::visible("a\ufe0f") == "a\\xef\\xb8\\x8f");
    CHECK(text::visible("\ufe0f") == "\\xef\\xb8\\x8f");
    CHECK(text::visible("\u200b\ufe0f") == "\\xe2\\x80\\x8b\\xef\\xb8\\x8f");
}
