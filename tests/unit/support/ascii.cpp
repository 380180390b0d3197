#include "support/ascii.hpp"

#include "catch.hpp"

#include <string>

namespace acapctl::ascii {

TEST_CASE("a class holds the characters it names, of all 256 bytes") {
    struct Row {
        bool (*holds)(char);
        std::string expected; // in the order of their codes
    };
    const std::string digits = "0123456789";
    const std::string capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const std::string smalls = "abcdefghijklmnopqrstuvwxyz";
    for (const Row& row : {Row{is_digit, digits},
                           {is_small, smalls},
                           {is_capital, capitals},
                           {is_letter, capitals + smalls},
                           {is_letter_or_digit, digits + capitals + smalls},
                           {is_hex_digit, digits + "ABCDEFabcdef"}}) {
        std::string held;
        for (int code = 0; code < 256; ++code)
            if (row.holds(static_cast<char>(code))) held += static_cast<char>(code);
        CHECK(held == row.expected);
    }
}

TEST_CASE("only letters have another case") {
    for (int code = 0; code < 256; ++code) {
        const char c = static_cast<char>(code);
        CHECK(to_small(c) == (is_capital(c) ? c + 32 : c));
        CHECK(to_capital(c) == (is_small(c) ? c - 32 : c));
    }
}

TEST_CASE("a hexadecimal digit has a value in either case") {
    CHECK(hex_digit('0') == 0);
    CHECK(hex_digit('9') == 9);
    CHECK(hex_digit('a') == 10);
    CHECK(hex_digit('F') == 15);
    CHECK(hex_digit('g') == -1);
    CHECK(hex_digit('\xff') == -1);
}

TEST_CASE("a text is made of what it may be made of") {
    CHECK(is_digits("0123"));
    CHECK_FALSE(is_digits(""));
    CHECK_FALSE(is_digits("12a"));
    CHECK(is_made_of("a-B_9", "-_"));
    CHECK(is_made_of("", "-"));
    CHECK_FALSE(is_made_of("a b", "-_"));
    CHECK_FALSE(is_made_of("caf\xc3\xa9", ""));
}

} // namespace acapctl::ascii
