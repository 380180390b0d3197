#include "terminal/at_work.hpp"

#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl {

namespace {

using std::chrono::seconds;

// As long as a person takes an answer for granted.
constexpr seconds patience{2};

seconds silence(AtWork::Time since, AtWork::Time now) {
    return std::chrono::duration_cast<seconds>(now - since);
}

} // namespace

void AtWork::begin(const std::string& name, Time now) {
    busy_[name] = {now};
}

void AtWork::doing(const std::string& name, const std::string& what, Time now) {
    const auto one = busy_.find(name);
    if (one == busy_.end()) return;
    if (what.empty())
        busy_.erase(one);
    else
        one->second = {now, what};
}

void AtWork::end(const std::string& name) {
    done_ += busy_.erase(name);
}

std::string AtWork::waiting(Time now) const {
    const auto first =
        std::ranges::min_element(busy_, {}, [](const auto& entry) { return entry.second.since; });
    if (first == busy_.end() || silence(first->second.since, now) < patience) return "";
    const auto silent = std::ranges::count_if(
        busy_, [&](const auto& entry) { return silence(entry.second.since, now) >= patience; });
    const std::string others =
        silent < 2 ? "" : fmt::format(" and {} other{}", silent - 1, silent == 2 ? "" : "s");
    return fmt::format("waiting for {} ({} s){}", first->first,
                       silence(first->second.since, now).count(), others);
}

std::string AtWork::line(const std::string& things, Time now) const {
    const std::string late = waiting(now);
    if (total_ > 1)
        return fmt::format("{} of {} {} done{}{}", done_, total_, things, late.empty() ? "" : "; ",
                           late);
    return busy_.empty() || !late.empty() ? late : busy_.begin()->second.what;
}

std::string names_in_short(const std::vector<std::string>& names, std::size_t most) {
    if (names.size() <= most + 1) return text::join(names, ", ");
    const std::vector<std::string> first(names.begin(),
                                         names.begin() + static_cast<std::ptrdiff_t>(most));
    return fmt::format("{} and {} others", text::join(first, ", "), names.size() - most);
}

} // namespace acapctl
