#include "package/diff_threshold.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl {

namespace {

[[noreturn]] void refuse(std::string_view text) {
    throw_usage(fmt::format("'{}' is no threshold", text::visible(text)),
                std::string("it is ") + Threshold::grammar);
}

// "5", "0.5": digits with at most one point between them.
std::optional<double> parse_number(std::string_view text) {
    const auto point = text.find('.');
    const auto whole = text::parse_unsigned(text.substr(0, point));
    if (!whole || text.size() > 15) return std::nullopt;
    if (point == std::string_view::npos) return static_cast<double>(*whole);
    const std::string_view digits = text.substr(point + 1);
    const auto fraction = text::parse_unsigned(digits);
    if (!fraction) return std::nullopt;
    double result = static_cast<double>(*fraction);
    for (std::size_t i = 0; i < digits.size(); ++i) result /= 10;
    return static_cast<double>(*whole) + result;
}

std::string growth(const PackageDiff& diff) {
    const std::uint64_t bytes = diff.size_after - diff.size_before;
    if (diff.size_before == 0) return fmt::format("the package grew by {} bytes", bytes);
    return fmt::format("the package grew by {} bytes, {:.1f} %", bytes,
                       100.0 * static_cast<double>(bytes) / static_cast<double>(diff.size_before));
}

std::optional<std::string> counted(std::size_t count, double limit, const char* what) {
    if (static_cast<double>(count) <= limit) return std::nullopt;
    return fmt::format("{} {}", count, what);
}

} // namespace

std::vector<std::string> Threshold::without_limit() {
    return {"manifest", "files", "elf", "floor", "any"};
}

Threshold Threshold::parse(std::string_view text) {
    Threshold threshold;
    threshold.text_ = std::string(text);
    const auto sign = text.find('>');
    threshold.subject_ = std::string(text::trim(text.substr(0, sign)));
    const bool wants_limit = threshold.subject_ == "size";
    if (!wants_limit && !text::contains(without_limit(), threshold.subject_)) refuse(text);
    const bool takes_limit =
        wants_limit || (threshold.subject_ != "floor" && threshold.subject_ != "any");
    if (sign == std::string_view::npos) {
        if (wants_limit) refuse(text);
        return threshold;
    }
    std::string_view limit = text::trim(text.substr(sign + 1));
    double unit = 1;
    const auto take = [&](std::string_view suffix, double factor) {
        if (!wants_limit || !limit.ends_with(suffix)) return false;
        limit = text::trim(limit.substr(0, limit.size() - suffix.size()));
        unit = factor;
        return true;
    };
    threshold.percent_ = take("%", 1);
    if (!threshold.percent_ && !take("kB", 1e3)) take("MB", 1e6);
    const auto number = parse_number(limit);
    if (!takes_limit || !number) refuse(text);
    threshold.limit_ = *number * unit;
    return threshold;
}

std::optional<std::string> Threshold::size_exceeded(const PackageDiff& diff) const {
    if (diff.size_after <= diff.size_before) return std::nullopt;
    const auto grown = static_cast<double>(diff.size_after - diff.size_before);
    const double allowed = percent_ ? limit_ / 100 * static_cast<double>(diff.size_before) : limit_;
    if (grown <= allowed) return std::nullopt;
    return growth(diff);
}

std::optional<std::string> Threshold::exceeded(const PackageDiff& diff) const {
    if (subject_ == "size") return size_exceeded(diff);
    if (subject_ == "manifest") return counted(diff.manifest.size(), limit_, "manifest changes");
    if (subject_ == "files") return counted(diff.files.size(), limit_, "files differ");
    if (subject_ == "elf") {
        const auto fresh = std::ranges::count_if(diff.needs, &NeedChange::new_to_package);
        return counted(static_cast<std::size_t>(fresh), limit_, "needs are new to the package");
    }
    if (subject_ == "floor") {
        if (!diff.floor || !diff.floor->narrower) return std::nullopt;
        return fmt::format("it ran on {}, it runs on {}", diff.floor->before, diff.floor->after);
    }
    if (diff.empty()) return std::nullopt;
    return "the packages differ";
}

} // namespace acapctl
