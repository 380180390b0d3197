#include "sdk/axis_os.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::sdk {

std::optional<AxisOs> AxisOs::parse(std::string_view text) {
    const auto numbers = DottedVersion::parse(text.substr(0, text.find_first_of("-_")));
    return numbers ? std::optional(AxisOs(*numbers)) : std::nullopt;
}

std::optional<AxisOs> AxisOs::parse_release(std::string_view text) {
    auto version = parse(text);
    if (version) version->all_patches_ = version->numbers_.size() < 3;
    return version;
}

AxisOs AxisOs::from_user(std::string_view text) {
    if (auto version = parse(text)) return *version;
    throw_usage(fmt::format("'{}' is no AXIS OS version", text::visible(text)),
                "one to four numbers with dots between them, for example 11.11 or 12.10.68");
}

bool AxisOs::reaches(const AxisOs& min) const {
    return *this >= min || (all_patches_ && min.within(*this));
}

bool AxisOs::within(const AxisOs& track) const {
    return *this >= track && *this < track.beyond();
}

bool AxisOsRange::contains(const AxisOs& version) const {
    return (!min || version.reaches(*min)) && (!max || version < max->beyond());
}

AxisOsSet every_axis_os() {
    return {AxisOsRange{}};
}

bool contains(const AxisOsSet& set, const AxisOs& version) {
    return std::ranges::any_of(set, [&](const auto& range) { return range.contains(version); });
}

AxisOsSet intersection(const AxisOsSet& left, const AxisOsSet& right) {
    AxisOsSet both;
    for (const AxisOsRange& a : left)
        for (const AxisOsRange& b : right) {
            AxisOsRange range = a;
            if (!range.min || (b.min && *b.min > *range.min)) range.min = b.min;
            if (!range.max || (b.max && b.max->beyond() < range.max->beyond())) range.max = b.max;
            if (!range.min || !range.max || *range.min < range.max->beyond())
                both.push_back(std::move(range));
        }
    return both;
}

namespace {

std::string describe(const AxisOsRange& range) {
    if (!range.min && !range.max) return "any version";
    if (!range.max) return range.min->str() + " or later";
    if (!range.min) return "before " + range.max->beyond().str();
    if (range.min->str() == range.max->str()) return range.min->str();
    const bool track =
        range.min->within(*range.max) && range.max->str().find('.') != std::string::npos;
    return track
               ? fmt::format("{} or later on {}", range.min->str(), range.max->str())
               : fmt::format("{} or later, before {}", range.min->str(), range.max->beyond().str());
}

} // namespace

std::string describe(const AxisOsSet& set) {
    if (set.empty()) return "no AXIS OS";
    std::vector<std::string> parts;
    for (const AxisOsRange& range : set) parts.push_back(describe(range));
    return "AXIS OS " + text::join(parts, "; or ");
}

} // namespace acapctl::sdk
