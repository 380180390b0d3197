#pragma once
// Single characters of UTF-8: what they are, and whether a person sees them.

#include <cstddef>
#include <optional>
#include <string_view>

namespace acapctl {

struct Character {
    char32_t code = 0;
    std::size_t length = 1; // in bytes
};

// The first character of `text`, which is not empty; nothing if it is malformed there.
std::optional<Character> first_character(std::string_view text);

// Control characters, and what shows nothing of its own: zero-width characters, tags, variation
// selectors, line separators and the marks that turn the direction of text. A terminal obeys some,
// the others make a text look like another one, or hide a second text in it.
bool is_unseen(char32_t code);

// Variation selectors: which form the character in front of them has.
bool is_variation_selector(char32_t code);

} // namespace acapctl
