#pragma once
// Classes of ASCII characters, whatever the locale; a byte from 0x80 on is in none of them.

#include <algorithm>
#include <string_view>

namespace acapctl::ascii {

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}
constexpr bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_letter(char c) {
    return is_small(c) || is_capital(c);
}
constexpr bool is_letter_or_digit(char c) {
    return is_letter(c) || is_digit(c);
}

constexpr char to_small(char c) {
    return is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr char to_capital(char c) {
    return is_small(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

// Of a hexadecimal digit in either case: its value; -1: it is none.
constexpr int hex_digit(char c) {
    if (is_digit(c)) return c - '0';
    const char small = to_small(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}
constexpr bool is_hex_digit(char c) {
    return hex_digit(c) >= 0;
}

// Whether every character is a digit; of an empty text none is.
constexpr bool is_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

// Whether there is nothing in `text` but letters, digits and `marks`; so it is with an empty one.
constexpr bool is_made_of(std::string_view text, std::string_view marks) {
    return std::ranges::all_of(text, [&](char c) {
        return is_letter_or_digit(c) || marks.find(c) != std::string_view::npos;
    });
}

} // namespace acapctl::ascii
