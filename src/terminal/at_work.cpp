#include "terminal/at_work.hpp"

#include "support/text.hpp"
#include "terminal/wrap.hpp"

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
    ended_.erase(name); // it has another turn
    busy_[name] = {.began = now, .since = now};
}

void AtWork::doing(const std::string& name, const std::string& what, Time now) {
    const auto one = busy_.find(name);
    if (one == busy_.end()) return;
    one->second.since = now;
    one->second.what = what;
    one->second.waited_for = !what.empty();
}

void AtWork::end(const std::string& name, End how) {
    if (busy_.erase(name) != 0) ended_[name] = how;
}

std::size_t AtWork::ended(End how) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(ended_, [&](const auto& entry) { return entry.second == how; }));
}

std::vector<const AtWork::Busy*> AtWork::waited_for() const {
    std::vector<const Busy*> found;
    for (const Busy& entry : busy_)
        if (entry.second.waited_for) found.push_back(&entry);
    std::ranges::stable_sort(found, {}, [](const Busy* entry) { return entry->second.since; });
    return found;
}

std::string AtWork::waiting(Time now) const {
    const std::vector<const Busy*> all = waited_for();
    const auto silent = std::ranges::count_if(
        all, [&](const Busy* entry) { return silence(entry->second.since, now) >= patience; });
    if (silent == 0) return "";
    const std::string others =
        silent < 2 ? "" : fmt::format(" and {} other{}", silent - 1, silent == 2 ? "" : "s");
    return fmt::format("waiting for {} ({} s){}", all.front()->first,
                       silence(all.front()->second.since, now).count(), others);
}

std::string AtWork::line(const std::string& things, Time now) const {
    const std::string late = waiting(now);
    if (total_ > 1)
        return fmt::format("{} of {} {} done{}{}", ended_.size(), total_, things,
                           late.empty() ? "" : "; ", late);
    return busy_.empty() || !late.empty() ? late : busy_.begin()->second.what;
}

std::string AtWork::counts(const std::string& things) const {
    const std::size_t skipped = ended(End::skipped);
    const std::size_t begun = busy_.size() + ended_.size();
    return fmt::format("{} {}: {} done, {} failed, {} running, {} waiting{}", total_, things,
                       ended(End::done), ended(End::failed), busy_.size(),
                       total_ - std::min(begun, total_),
                       skipped == 0 ? "" : fmt::format(", {} skipped", skipped));
}

std::vector<std::string> AtWork::table(const std::string& things, Time now,
                                       std::size_t most) const {
    constexpr std::size_t longest_name = 40;
    std::vector<const Busy*> rows = waited_for();
    if (most == 0 || (rows.empty() && !busy_.empty())) return {};
    std::ranges::stable_sort(rows, {}, [](const Busy* entry) { return entry->second.began; });
    std::vector<std::string> lines{counts(things)};
    const bool all = rows.size() < most;
    const std::size_t shown = all ? rows.size() : most - std::min<std::size_t>(most, 2);
    std::size_t width = 0;
    for (std::size_t i = 0; i < shown; ++i)
        width = std::max(width, text::characters(text::visible(rows[i]->first)));
    for (std::size_t i = 0; i < shown; ++i) {
        const auto& [name, one] = *rows[i];
        const std::string what = one.what.empty() ? "" : "  " + one.what;
        lines.push_back(
            fmt::format("  {:{}}  {:>4} s{}", shortened(text::visible(name), longest_name).plain(),
                        std::min(width, longest_name), silence(one.began, now).count(), what));
    }
    if (!all && most > 1) lines.push_back(fmt::format("  and {} more", rows.size() - shown));
    return lines;
}

std::string names_in_short(const std::vector<std::string>& names, std::size_t most) {
    if (names.size() <= most + 1) return text::join(names, ", ");
    const std::vector<std::string> first(names.begin(),
                                         names.begin() + static_cast<std::ptrdiff_t>(most));
    return fmt::format("{} and {} others", text::join(first, ", "), names.size() - most);
}

} // namespace acapctl
