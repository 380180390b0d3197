#pragma once
// Text with colours. What it is made of is made visible when it comes in (text::visible()), so a
// style given here is the only thing that can colour it, or move the cursor.

#include <string>
#include <string_view>
#include <vector>

namespace acapctl {

enum class Style { plain, bold, dim, red, green, yellow, cyan };

class StyledText {
  public:
    struct Run {
        Style style;
        std::string text;
    };

    StyledText() = default;
    StyledText(std::string_view text, Style style = Style::plain);
    StyledText(const std::string& text, Style style = Style::plain);
    StyledText(const char* text, Style style = Style::plain);

    StyledText& operator+=(const StyledText& more);
    friend StyledText operator+(StyledText first, const StyledText& second) {
        return first += second;
    }

    const std::vector<Run>& runs() const { return runs_; }
    std::string plain() const;
    std::string colored() const;    // with escape sequences
    std::size_t characters() const; // as text::characters() counts

  private:
    std::vector<Run> runs_{};
};

} // namespace acapctl
