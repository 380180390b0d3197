#include "device/log/log_merge.hpp"

#include <algorithm>
#include <unordered_map>

namespace acapctl::device {

namespace {

using Lines = std::vector<std::string>;

// The first line of a page may be the end of a line that the device cut. Then it tells something
// only if it is long, or if what follows fits too.
bool repeats(const std::string& seen, const std::string& first, std::size_t fitting) {
    return seen == first ||
           (seen.ends_with(first) && !first.empty() && (fitting > 0 || first.size() >= 16));
}

// For each length of `lines` after its first line, the longest of its own beginnings that it ends
// with (Knuth, Morris and Pratt). Index 0 is the second line.
std::vector<std::size_t> borders(const Lines& lines) {
    std::vector<std::size_t> border(lines.size() - 1, 0);
    for (std::size_t i = 1, k = 0; i < border.size(); ++i) {
        while (k > 0 && lines[i + 1] != lines[k + 1]) k = border[k - 1];
        if (lines[i + 1] == lines[k + 1]) ++k;
        border[i] = k;
    }
    return border;
}

// A log that only grows and loses its front: how many of `lines` are the end of `seen`.
std::optional<std::size_t> repeated_front(const Lines& seen, const Lines& lines) {
    if (seen.empty() || lines.empty()) return std::nullopt;
    const std::vector<std::size_t> border = borders(lines);
    std::size_t k = 0; // of the lines behind the first
    for (const std::string& line : seen) {
        while (k > 0 && (k == border.size() || line != lines[k + 1])) k = border[k - 1];
        if (!border.empty() && line == lines[k + 1]) ++k;
    }
    for (;; k = border[k - 1]) {
        if (k < seen.size() && repeats(seen[seen.size() - k - 1], lines[0], k)) return k + 1;
        if (k == 0) return std::nullopt;
    }
}

// The same where lines came late and stand between known ones: the first index of `seen` at which
// the front of `lines` is found again.
std::optional<std::size_t> front_within(const Lines& seen, const Lines& lines) {
    constexpr std::size_t enough = 4;
    for (std::size_t start = 0; start < seen.size() && !lines.empty(); ++start) {
        const std::size_t count = std::min({seen.size() - start, lines.size(), enough});
        const auto first = seen.begin() + static_cast<std::ptrdiff_t>(start);
        if (repeats(*first, lines[0], count - 1) &&
            std::equal(first + 1, first + static_cast<std::ptrdiff_t>(count), lines.begin() + 1))
            return start;
    }
    return std::nullopt;
}

// By counting equal lines.
LogMerge::Step difference(const Lines& seen, const Lines& lines) {
    const auto start = front_within(seen, lines);
    std::unordered_map<std::string_view, std::size_t> known;
    for (std::size_t i = start.value_or(0); i < seen.size(); ++i) ++known[seen[i]];
    // Nothing new stands before what is known, once the front is gone: such a line has been cut.
    const bool front_is_cut = lines.size() > 1 && known.contains(lines[1]) && !seen.empty() &&
                              std::ranges::find(lines, seen.front()) == lines.end();
    LogMerge::Step step;
    bool common = start.has_value();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto match = known.find(lines[i]);
        if (match != known.end() && match->second > 0) {
            --match->second;
            common = true;
        } else if (i == 0 && start) {
            --known[seen[*start]]; // the cut front of a line that was whole before
        } else if (i > 0 || !front_is_cut) {
            step.lines.push_back(lines[i]);
        }
    }
    step.gap = !common && !seen.empty() && !lines.empty();
    return step;
}

} // namespace

LogMerge::Step LogMerge::advance(LogPage page) {
    Lines& lines = page.lines;
    std::optional<std::string> unfinished;
    // Held back for one page, unless it has stopped growing.
    if (!page.last_is_whole && !lines.empty() && held_ != lines.back()) {
        unfinished = std::move(lines.back());
        lines.pop_back();
    }
    held_ = std::move(unfinished);
    Step step;
    // Emptied or not read: the next page tells whether something is missing.
    if (lines.empty() && !seen_.empty()) return step;
    if (const auto known = repeated_front(seen_, lines))
        step.lines.assign(lines.begin() + static_cast<std::ptrdiff_t>(*known), lines.end());
    else
        step = difference(seen_, lines);
    seen_ = std::move(lines);
    return step;
}

} // namespace acapctl::device
