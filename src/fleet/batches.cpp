#include "fleet/batches.hpp"

#include "acapctl/error.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

std::vector<std::size_t> canaries(const std::vector<std::string>& kinds, const Canary& canary) {
    std::vector<std::size_t> chosen;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        const bool wanted = canary.by == Canary::By::kinds
                                ? !kinds[i].empty() && seen.insert(kinds[i]).second
                                : canary.by == Canary::By::number && i < canary.number;
        if (wanted) chosen.push_back(i);
    }
    return chosen;
}

} // namespace

Canary Canary::parse(std::string_view text, const std::string& option) {
    if (text == "kinds") return {.by = By::kinds};
    const auto number = text::parse_unsigned(text);
    if (number.value_or(0) == 0)
        throw_usage(fmt::format("{} '{}' is neither 'kinds' nor a number of devices", option,
                                text::visible(text)),
                    "kinds means one device of each chip, architecture and AXIS OS major");
    return {.by = By::number, .number = *number};
}

std::string Canary::text() const {
    if (by == By::none) return "none";
    return by == By::kinds ? "kinds" : std::to_string(number);
}

std::vector<Batch> plan_batches(const std::vector<std::string>& kinds, const Canary& canary,
                                const std::optional<Share>& size) {
    std::vector<Batch> batches;
    const std::vector<std::size_t> first = canaries(kinds, canary);
    if (!first.empty()) batches.push_back({.canary = true, .devices = first});
    const std::size_t length =
        size ? std::max<std::size_t>(size->of(kinds.size()), 1) : kinds.size();
    const std::set<std::size_t> taken(first.begin(), first.end());
    bool open = false;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (taken.contains(i)) continue;
        if (!open) batches.push_back({});
        batches.back().devices.push_back(i);
        open = batches.back().devices.size() < length;
    }
    return batches;
}

std::string reason_of(const std::vector<Batch>& batches, std::size_t batch, const Canary& canary,
                      const std::string& kind) {
    if (batches[batch].canary)
        return canary.by == Canary::By::kinds ? "the first " + kind
                                              : fmt::format("one of the first {}", canary.number);
    return fmt::format("batch {} of {}", batch + 1, batches.size());
}

} // namespace acapctl::fleet
