#include "support/version.hpp"

#include "support/ascii.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl {

namespace {

std::optional<std::uint32_t> dotted_number(std::string_view text) {
    const auto number = text::parse_unsigned(text);
    if (!number || *number >= UINT32_MAX) return std::nullopt;
    return static_cast<std::uint32_t>(*number);
}

// Of a semantic version.
bool is_number(std::string_view text) {
    return text::parse_unsigned(text).has_value() && (text.size() == 1 || text.front() != '0');
}

// A dot-separated identifier list of a pre-release or build part.
bool is_identifiers(std::string_view text, bool numbers_without_zeros) {
    return std::ranges::all_of(text::split(text, '.'), [&](const std::string& part) {
        const bool padded = ascii::is_digits(part) && part.size() > 1 && part.front() == '0';
        return !part.empty() && ascii::is_made_of(part, "-") && !(numbers_without_zeros && padded);
    });
}

bool is_letters(const std::string& part) {
    return ascii::is_letter(part.front());
}

// Of parts of an application's version.
std::strong_ordering compare_parts(const std::string& a, const std::string& b) {
    if (is_letters(a) != is_letters(b))
        return is_letters(a) ? std::strong_ordering::less : std::strong_ordering::greater;
    if (!is_letters(a) && a.size() != b.size()) return a.size() <=> b.size();
    return a.compare(b) <=> 0;
}

} // namespace

DottedVersion::DottedVersion(std::initializer_list<std::uint32_t> numbers) : size_(numbers.size()) {
    std::ranges::copy(numbers, numbers_.begin());
}

std::optional<DottedVersion> DottedVersion::parse(std::string_view text) {
    DottedVersion version;
    for (const std::string& part : text::split(text, '.')) {
        const auto number = dotted_number(part);
        if (!number || version.size_ == version.numbers_.size()) return std::nullopt;
        version.numbers_[version.size_++] = *number;
    }
    return version;
}

DottedVersion DottedVersion::parse_leniently(std::string_view text) {
    DottedVersion version;
    for (const std::string& part : text::split(text, '.')) {
        if (version.size_ == version.numbers_.size()) break;
        version.numbers_[version.size_++] = dotted_number(part).value_or(0);
    }
    return version;
}

std::string DottedVersion::str() const {
    return fmt::format("{}", fmt::join(numbers_.begin(), numbers_.begin() + size_, "."));
}

DottedVersion DottedVersion::beyond() const {
    DottedVersion next = *this;
    if (size_ > 0) ++next.numbers_[size_ - 1];
    return next;
}

std::strong_ordering operator<=>(const DottedVersion& left, const DottedVersion& right) {
    return left.numbers_ <=> right.numbers_;
}

bool operator==(const DottedVersion& left, const DottedVersion& right) {
    return left.numbers_ == right.numbers_;
}

std::optional<std::strong_ordering> compare_dotted(std::string_view left, std::string_view right) {
    const auto a = DottedVersion::parse(left);
    const auto b = DottedVersion::parse(right);
    if (!a || !b) return std::nullopt;
    return *a <=> *b;
}

std::optional<SemanticVersion> parse_semantic_version(std::string_view text) {
    const std::string_view numbers =
        text.substr(0, std::min(text.find_first_of("-+"), text.size()));
    const std::string_view rest = text.substr(numbers.size());
    const auto parts = text::split(numbers, '.');
    if (parts.size() != 3 || !std::ranges::all_of(parts, is_number)) return std::nullopt;
    const auto plus = rest.find('+');
    const std::string_view pre_release = rest.substr(0, plus);
    if (!pre_release.empty() && !is_identifiers(pre_release.substr(1), true)) return std::nullopt;
    if (plus != std::string_view::npos && !is_identifiers(rest.substr(plus + 1), false))
        return std::nullopt;
    return SemanticVersion{*text::parse_unsigned(parts[0]), *text::parse_unsigned(parts[1]),
                           *text::parse_unsigned(parts[2]), std::string(rest)};
}

ApplicationVersion::ApplicationVersion(std::string_view text) {
    text = text.substr(0, text.find('+'));
    while (!text.empty()) {
        const bool digits = ascii::is_digit(text.front());
        if (!digits && !ascii::is_letter(text.front())) {
            text.remove_prefix(1);
            continue;
        }
        const auto end =
            std::ranges::find_if_not(text, digits ? ascii::is_digit : ascii::is_letter);
        std::string part =
            text::lower(text.substr(0, static_cast<std::size_t>(end - text.begin())));
        text.remove_prefix(part.size());
        if (digits) part.erase(0, std::min(part.find_first_not_of('0'), part.size() - 1));
        parts_.push_back(std::move(part));
    }
    drop_zeros();
}

void ApplicationVersion::drop_zeros() {
    while (parts_.size() > 1 && parts_.back() == "0") parts_.pop_back();
}

bool ApplicationVersion::has_word() const {
    return std::ranges::any_of(parts_, is_letters);
}

ApplicationVersion ApplicationVersion::without_words() const {
    ApplicationVersion numbers = *this;
    numbers.parts_.erase(std::ranges::find_if(numbers.parts_, is_letters), numbers.parts_.end());
    numbers.drop_zeros();
    return numbers;
}

std::strong_ordering operator<=>(const ApplicationVersion& left, const ApplicationVersion& right) {
    const auto& a = left.parts_;
    const auto& b = right.parts_;
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
        const auto order = compare_parts(i < a.size() ? a[i] : "0", i < b.size() ? b[i] : "0");
        if (order != 0) return order;
    }
    return std::strong_ordering::equal;
}

bool operator==(const ApplicationVersion& left, const ApplicationVersion& right) {
    return (left <=> right) == std::strong_ordering::equal;
}

} // namespace acapctl
