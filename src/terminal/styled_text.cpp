#include "terminal/styled_text.hpp"

#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl {

StyledText::StyledText(std::string_view text, Style style) {
    if (!text.empty()) runs_.push_back({style, text::visible(text)});
}

StyledText::StyledText(const std::string& text, Style style)
    : StyledText(std::string_view(text), style) {}

StyledText::StyledText(const char* text, Style style) : StyledText(std::string_view(text), style) {}

StyledText& StyledText::operator+=(const StyledText& more) {
    runs_.insert(runs_.end(), more.runs_.begin(), more.runs_.end());
    return *this;
}

std::string StyledText::plain() const {
    std::string result;
    for (const Run& run : runs_) result += run.text;
    return result;
}

std::string StyledText::colored() const {
    static constexpr const char* codes[] = {"0", "1", "2", "31", "32", "33", "36"};
    std::string result;
    for (const auto& [style, text] : runs_)
        result += style == Style::plain
                      ? text
                      : fmt::format("\033[{}m{}\033[0m", codes[static_cast<int>(style)], text);
    return result;
}

std::size_t StyledText::characters() const {
    return text::characters(plain());
}

} // namespace acapctl
