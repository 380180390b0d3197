#pragma once
// Small text helpers without a better home. No locale, no I/O.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl::text {

std::string_view trim(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
std::vector<std::string> lines(std::string_view text); // without "\n" or "\r\n"
std::string join(const std::vector<std::string>& parts, std::string_view separator);
// "a, b, c and 12 more", made visible.
std::string some_of(const std::vector<std::string>& names, std::size_t most = 3);
bool contains(const std::vector<std::string>& words, std::string_view word);
void add_once(std::vector<std::string>& words, std::string_view word); // at the end
// Every `what`; an empty one is nowhere.
void replace_all(std::string& text, std::string_view what, std::string_view with);
std::string lower(std::string_view text); // ASCII only
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);

// `text` with what nobody would see (unicode.hpp) and malformed UTF-8 as \xNN, so that nothing can
// move the cursor, change a colour or hide. Tab and newline too. Made visible twice is as once.
std::string visible(std::string_view text);

// Of UTF-8. A byte that is not the first of its character; how many characters there are, which is
// also how many columns, but for wide East Asian text; the first of them.
bool continues_character(char byte);
std::size_t characters(std::string_view text);
std::string_view first_characters(std::string_view text, std::size_t count);

// The candidate nearest to `word` by edit distance, if near enough to be a likely typo.
std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates);
// "Did you mean 'x'?" or nothing, to append to a message.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

// "30", "30s", "5m", "2h", "500ms". Throws a usage error that names `what`.
std::chrono::milliseconds parse_duration(std::string_view text, std::string_view what);

// 1234567 -> "1.2 MB" (powers of 1000, as disks and networks are sold).
std::string human_size(std::uint64_t bytes);

// The whole of `text` as a decimal number, or nothing.
std::optional<std::uint64_t> parse_unsigned(std::string_view text);

std::string hex(std::string_view bytes); // lower case

// As part of a URI (RFC 3986): %NN for what is neither unreserved nor in `kept`.
std::string percent_encoded(std::string_view text, std::string_view kept = {});

} // namespace acapctl::text
