#include "engine/image_name.hpp"

#include "acapctl/error.hpp"
#include "support/ascii.hpp"
#include "support/environment.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::engine {

namespace {

constexpr std::size_t longest_repository = 255;
constexpr std::size_t longest_tag = 128;
constexpr std::string_view marks = "._-";

bool is_part(std::string_view text) {
    return !text.empty() && ascii::is_made_of(text, marks) &&
           ascii::is_letter_or_digit(text.front()) && ascii::is_letter_or_digit(text.back());
}

// localhost:5000
bool is_registry(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return is_part(text);
    const std::string_view port = text.substr(colon + 1);
    return is_part(text.substr(0, colon)) && ascii::is_digits(port);
}

} // namespace

bool is_repository(std::string_view text) {
    const auto parts = text::split(text, '/');
    return text.size() <= longest_repository &&
           (parts.size() > 1 ? is_registry(parts.front()) : is_part(parts.front())) &&
           std::ranges::all_of(parts.begin() + 1, parts.end(), is_part);
}

bool is_tag(std::string_view text) {
    return !text.empty() && text.size() <= longest_tag && ascii::is_made_of(text, marks) &&
           text.front() != '.' && text.front() != '-';
}

bool is_image_name(std::string_view text) {
    const auto at = text.find('@');
    if (at != std::string_view::npos) {
        const std::string_view digest = text.substr(at + 1);
        if (digest.empty() || !ascii::is_made_of(digest, ":+._-")) return false;
        text = text.substr(0, at);
    }
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos || text.find('/', colon) != std::string_view::npos)
        return is_repository(text);
    return is_repository(text.substr(0, colon)) && is_tag(text.substr(colon + 1));
}

std::string repository_of_user() {
    const std::string name = environment("ACAPCTL_SDK_REPOSITORY").value_or("");
    if (name.empty() || is_repository(name)) return name;
    throw_usage(fmt::format("ACAPCTL_SDK_REPOSITORY '{}' is no name of an image repository",
                            text::visible(name)),
                "set it to something like registry.example.com/mirror/acap-native-sdk");
}

} // namespace acapctl::engine
