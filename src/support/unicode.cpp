#include "support/unicode.hpp"

#include <algorithm>
#include <iterator>

namespace acapctl {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

constexpr bool is_in(Range range, char32_t code) {
    return code >= range.first && code <= range.last;
}

// Unicode's controls (Cc), separators of lines and paragraphs (Zl, Zp), and what its property
// Default_Ignorable_Code_Point has, which includes the bidirectional marks.
constexpr Range unseen[] = {
    {0x0000, 0x001f}, {0x007f, 0x009f},   {0x00ad, 0x00ad},   {0x034f, 0x034f},   {0x061c, 0x061c},
    {0x115f, 0x1160}, {0x17b4, 0x17b5},   {0x180b, 0x180f},   {0x200b, 0x200f},   {0x2028, 0x202e},
    {0x2060, 0x206f}, {0x3164, 0x3164},   {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0},
    {0xfff0, 0xfffb}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff},
};

struct Lead {
    unsigned char first;
    unsigned char last;
    std::size_t length;
    char32_t smallest; // less would be a longer form than need be
};

constexpr Lead leads[] = {
    {0x00, 0x7f, 1, 0}, {0xc2, 0xdf, 2, 0x80}, {0xe0, 0xef, 3, 0x800}, {0xf0, 0xf4, 4, 0x10000}};

} // namespace

std::optional<Character> first_character(std::string_view text) {
    const auto byte = static_cast<unsigned char>(text.front());
    const auto* lead = std::ranges::find_if(
        leads, [&](const Lead& each) { return byte >= each.first && byte <= each.last; });
    if (lead == std::end(leads) || text.size() < lead->length) return std::nullopt;
    char32_t code = lead->length == 1 ? byte : byte & (0x7fU >> lead->length);
    for (std::size_t i = 1; i < lead->length; ++i) {
        const auto more = static_cast<unsigned char>(text[i]);
        if ((more & 0xc0U) != 0x80) return std::nullopt;
        code = code << 6U | (more & 0x3fU);
    }
    const bool surrogate = code >= 0xd800 && code <= 0xdfff;
    if (code < lead->smallest || code > 0x10ffff || surrogate) return std::nullopt;
    return Character{code, lead->length};
}

bool is_unseen(char32_t code) {
    return std::ranges::any_of(unseen, [&](Range range) { return is_in(range, code); });
}

bool is_variation_selector(char32_t code) {
    return is_in({0xfe00, 0xfe0f}, code) || is_in({0xe0100, 0xe01ef}, code);
}

} // namespace acapctl
