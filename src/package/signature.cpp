#include "package/signature.hpp"

#include "support/ascii.hpp"

#include <algorithm>

namespace acapctl {

namespace {

// Of the common kinds the shortest has two numbers of 32 bytes (ECDSA with P-256).
constexpr std::size_t least_of_signature = 64;

bool is_printed(char c) {
    return c == '\n' || c == '\r' || c == '\t' || (c >= ' ' && c <= '~');
}

bool is_base64(char c) {
    return ascii::is_letter_or_digit(c) || c == '+' || c == '/' || c == '=';
}

// A text may be a signature in hexadecimal digits or base64 (PEM), which has long lines of them.
bool has_encoded_block(std::string_view text) {
    std::size_t run = 0;
    for (const char c : text) {
        run = is_base64(c) ? run + 1 : 0;
        if (run == least_of_signature) return true;
    }
    return false;
}

} // namespace

std::string why_no_signature(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (std::ranges::all_of(bytes, [](char c) { return c == '\0'; })) return "zeros";
    if (bytes.size() < least_of_signature) return "too few";
    if (bytes.size() > most_of_signature) return "too many";
    // Some readers of gzip skip zeros before they go on.
    const std::string_view content = bytes.substr(bytes.find_first_not_of('\0'));
    for (const std::string_view archive : {"\x1f\x8b"sv, "PK\x03\x04"sv, "\x28\xb5\x2f\xfd"sv})
        if (content.starts_with(archive)) return "another archive";
    if (std::ranges::all_of(bytes, is_printed) && !has_encoded_block(bytes)) return "plain text";
    return {};
}

} // namespace acapctl
