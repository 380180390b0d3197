#include "support/names.hpp"

#include "support/ascii.hpp"
#include "support/text.hpp"

#include <algorithm>

namespace acapctl {

namespace {

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

} // namespace

bool is_file_name(std::string_view text) {
    return !text.empty() && text.size() <= 255 && text != "." && text != ".." &&
           text.front() != '-' && text.find('/') == std::string_view::npos &&
           std::ranges::none_of(text, is_control);
}

bool is_path_below(std::string_view text) {
    if (text.size() > 4095 || text.starts_with('/') || text.starts_with('-')) return false;
    if (std::ranges::any_of(text, is_control)) return false;
    const auto parts = text::split(text, '/');
    const auto names_something = [](const std::string& part) {
        return !part.empty() && part != ".";
    };
    return std::ranges::count(parts, "..") == 0 && std::ranges::any_of(parts, names_something);
}

bool is_path_in_image(std::string_view text) {
    if (!text.starts_with('/') || text.size() > 4095) return false;
    const auto parts = text::split(text.substr(1), '/');
    return std::ranges::all_of(parts, [](const std::string& part) {
        return is_file_name(part) && ascii::is_made_of(part, "_.+-");
    });
}

bool is_word(std::string_view text) {
    return !text.empty() && text.size() <= 64 && text.front() != '-' &&
           ascii::is_made_of(text, "_-");
}

} // namespace acapctl
