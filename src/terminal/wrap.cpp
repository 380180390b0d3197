#include "terminal/wrap.hpp"

#include "support/text.hpp"

#include <algorithm>

namespace acapctl {

namespace {

struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
};

constexpr auto npos = std::string_view::npos;
constexpr std::string_view ellipsis = "...";

// A command between quotation marks is one word, so that it can be copied from the screen.
std::size_t word_end(std::string_view text, std::size_t begin) {
    const bool quoted = text[begin] == '\'' || text.substr(begin, 2) == "('";
    const auto close = quoted ? text.find('\'', text.find('\'', begin) + 1) : npos;
    return std::min(text.find(' ', close == npos ? begin : close), text.size());
}

std::vector<Range> words_of(std::string_view text) {
    std::vector<Range> words;
    for (auto at = text.find_first_not_of(' '); at != npos; at = text.find_first_not_of(' ', at)) {
        const std::size_t end = word_end(text, at);
        words.push_back({at, end});
        at = end;
    }
    return words;
}

StyledText part(const StyledText& text, const Range& range) {
    StyledText result;
    std::size_t begin = 0;
    for (const auto& [style, run] : text.runs()) {
        const std::size_t from = std::max(begin, range.begin);
        const std::size_t to = std::min(begin + run.size(), range.end);
        if (from < to)
            result += StyledText(std::string_view(run).substr(from - begin, to - from), style);
        begin += run.size();
    }
    return result;
}

// Where what does not fit a line goes on.
std::size_t hang_of(std::string_view line, std::size_t width) {
    const std::size_t indentation = std::min(line.find_first_not_of(' '), line.size());
    const auto blanks = line.rfind("  ");
    if (blanks == npos || blanks < indentation) return std::min(indentation, width / 2);
    const std::size_t column =
        text::characters(line.substr(0, line.find_first_not_of(' ', blanks)));
    return column <= width / 2 ? column : std::min(indentation + 4, width / 2);
}

} // namespace

std::vector<StyledText> wrapped(const StyledText& text, std::size_t width, std::size_t hang) {
    const std::string plain = text.plain();
    std::vector<StyledText> lines;
    Range line;
    const auto end_line = [&] {
        const std::string indentation(lines.empty() ? 0 : hang, ' ');
        lines.push_back(indentation + part(text, line));
    };
    std::size_t filled = 0; // characters of the line
    for (const Range& word : words_of(plain)) {
        const std::size_t room = lines.empty() ? width : width - std::min(hang, width);
        const auto characters = [&](std::size_t from) {
            return text::characters(std::string_view(plain).substr(from, word.end - from));
        };
        filled += characters(line.end);
        if (line.end > line.begin && filled > room) {
            end_line();
            line.begin = word.begin;
            filled = characters(word.begin);
        }
        line.end = word.end;
    }
    end_line();
    return lines;
}

std::size_t longest_word(std::string_view text) {
    std::size_t longest = 0;
    for (const Range& word : words_of(text))
        longest =
            std::max(longest, text::characters(text.substr(word.begin, word.end - word.begin)));
    return longest;
}

StyledText shortened(const StyledText& text, std::size_t width) {
    const std::string plain = text.plain();
    const std::size_t all = text::characters(plain);
    if (all <= width) return text;
    const std::string_view dots = ellipsis.substr(0, width);
    const std::size_t end = (width - dots.size()) / 2;
    const std::size_t begin = width - dots.size() - end;
    StyledText result = part(text, {0, text::first_characters(plain, begin).size()});
    result += StyledText(dots, text.runs().front().style);
    return result += part(text, {text::first_characters(plain, all - end).size(), plain.size()});
}

std::string wrapped_page(std::string_view page, std::size_t width) {
    std::vector<std::string> lines;
    for (const std::string& line : text::split(page, '\n')) {
        if (text::characters(line) <= width)
            lines.push_back(line);
        else
            for (const StyledText& each : wrapped(line, width, hang_of(line, width)))
                lines.push_back(each.plain());
    }
    return text::join(lines, "\n");
}

std::string fitted(std::string_view text, std::size_t width) {
    if (text::characters(text) <= width) return std::string(text);
    constexpr std::string_view more = " ...";
    const std::string_view shown =
        text::first_characters(text, width - std::min(width, more.size()) + 1);
    const auto end = shown.rfind(' ');
    if (end != npos) return std::string(shown.substr(0, end)) + std::string(more);
    return shortened(text, width).plain(); // one word, longer than the line
}

} // namespace acapctl
