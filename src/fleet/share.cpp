#include "fleet/share.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

constexpr std::size_t most = 1'000'000; // devices; far from what a multiplication by 100 can hold

} // namespace

Share Share::parse(std::string_view text, const std::string& option) {
    Share share;
    share.percent_ = text.ends_with('%');
    const std::string_view digits = text.substr(0, text.size() - (share.percent_ ? 1 : 0));
    const auto number = text::parse_unsigned(digits);
    if (!number || *number > (share.percent_ ? 100 : most))
        throw_usage(
            fmt::format("{} '{}' is no number of devices", option, text::visible(text)),
            "write 5 for five devices, or 10% for a tenth of them: whole percent from 0% to 100%");
    share.number_ = *number;
    return share;
}

std::size_t Share::of(std::size_t total) const {
    return percent_ ? (number_ * total + 99) / 100 : number_;
}

bool Share::exceeded_by(std::size_t count, std::size_t total) const {
    return percent_ ? count * 100 > number_ * total : count > number_;
}

std::string Share::text() const {
    return fmt::format("{}{}", number_, percent_ ? "%" : "");
}

} // namespace acapctl::fleet
