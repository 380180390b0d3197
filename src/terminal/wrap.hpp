#pragma once
// Text that fits the columns of a terminal: broken between words, never inside one.

#include "terminal/styled_text.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl {

// Lines of at most `width` characters, but for a word that is longer than that. Those behind the
// first begin with `hang` blanks.
std::vector<StyledText> wrapped(const StyledText& text, std::size_t width, std::size_t hang = 0);

// The characters of the longest word: no line of wrapped() can be shorter.
std::size_t longest_word(std::string_view text);

// A page of prose and of columns with two blanks or more between them: what does not fit goes on
// below the beginning of its last column.
std::string wrapped_page(std::string_view page, std::size_t width);

// At most `width` characters: of what is longer the beginning and the end, with "..." between them.
StyledText shortened(const StyledText& text, std::size_t width);

// The words that fit into `width` characters, with "..." behind them if some do not.
std::string fitted(std::string_view text, std::size_t width);

} // namespace acapctl
