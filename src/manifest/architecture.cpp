#include "manifest/architecture.hpp"

#include "acapctl/error.hpp"
#include "manifest/architecture_names.hpp"
#include "support/ascii.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl {

namespace {

constexpr std::size_t longest_placeholder = 64;

// An architecture by whatever name, in lower case.
bool is_some_architecture(std::string_view name) {
    constexpr std::string_view others[] = {"all", "amd64", "x86_64", "x86", "i386", "i686"};
    return find_architecture(name) != nullptr ||
           std::ranges::find(others, name) != std::end(others);
}

} // namespace

std::string architecture_hint(std::string_view value, const std::vector<std::string>& known) {
    const std::string names = "it is one of " + text::join(known, ", ");
    const ArchitectureNames* other = find_architecture(text::lower(value));
    if (other != nullptr && !other->sdk)
        return "no SDK compiles for devices of that kind any more; " + names;
    if (other != nullptr && text::contains(known, other->name))
        return fmt::format("Did you mean '{}'?", other->name);
    const std::string suggestion = text::did_you_mean(text::lower(value), known);
    return suggestion.empty() ? names : suggestion;
}

const std::vector<std::string>& package_architectures() {
    static const std::vector<std::string> names{"aarch64", "armv7hf", "all"};
    return names;
}

bool is_package_architecture(std::string_view name) {
    return text::contains(package_architectures(), name);
}

bool is_placeholder(std::string_view value) {
    constexpr std::string_view marks = "@${}%<>()#", others = "@${}%<>()#_- ";
    if (value.size() > longest_placeholder || value.starts_with('-') ||
        !ascii::is_made_of(value, others) || !std::ranges::any_of(value, ascii::is_letter_or_digit))
        return false;
    if (is_some_architecture(text::lower(text::trim(value))))
        return false; // badly written, no more
    const bool marked = value.find_first_of(marks) != value.npos;
    const bool shouted = std::ranges::none_of(value, ascii::is_small) &&
                         ascii::is_capital(value[value.find_first_not_of('_')]);
    return marked || shouted;
}

std::string architecture_of_manifest(std::string_view value, std::string_view place,
                                     const std::vector<std::string>& known) {
    if (text::contains(known, value)) return std::string(value);
    if (value.empty() || is_placeholder(value)) return {};
    throw_unknown_architecture(value, place, "acapPackageConf.setup.architecture", known);
}

void throw_unknown_architecture(std::string_view value, std::string_view place,
                                std::string_view key, const std::vector<std::string>& known) {
    throw Error({.kind = ErrorKind::invalid_input,
                 .code = "unknown-architecture",
                 .message = fmt::format("{}: {} '{}' is no architecture", place, key,
                                        text::visible(text::first_characters(value, 100))),
                 .hint = architecture_hint(value, known)});
}

} // namespace acapctl
