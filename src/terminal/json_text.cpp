#include "terminal/json_text.hpp"

#include "support/unicode.hpp"

#include <fmt/format.h>

namespace acapctl {

namespace {

// Beyond U+FFFF as two surrogates, which is how JSON has it.
std::string escaped(char32_t code) {
    if (code <= 0xffff) return fmt::format("\\u{:04x}", static_cast<unsigned>(code));
    const unsigned rest = static_cast<unsigned>(code) - 0x10000;
    return fmt::format("\\u{:04x}\\u{:04x}", 0xd800 + (rest >> 10U), 0xdc00 + (rest & 0x3ffU));
}

} // namespace

std::string visible_json(std::string_view json) {
    std::string result;
    result.reserve(json.size());
    while (!json.empty()) {
        const auto character = first_character(json);
        const std::string_view bytes = json.substr(0, character ? character->length : 1);
        if (!character)
            result += "\\ufffd"; // what stands for a character that is none
        else if (character->code >= 0x7f && is_unseen(character->code))
            result += escaped(character->code);
        else
            result += bytes;
        json.remove_prefix(bytes.size());
    }
    return result;
}

} // namespace acapctl
