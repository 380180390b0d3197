#pragma once
// A table: aligned with a header on a terminal, tab-separated without one when piped.

#include "terminal/terminal.hpp"

#include <string>
#include <vector>

namespace acapctl {

class Table {
  public:
    using Cell = StyledText;
    // For what may be empty, which would shift the columns for who splits lines at white space.
    static Cell or_dash(const std::string& text, Style style = Style::plain) {
        return {text.empty() ? "-" : text, style};
    }

    explicit Table(std::vector<std::string> header) : header_(std::move(header)) {}

    // One cell per header column.
    void add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
    bool empty() const { return rows_.empty(); }
    void print(Terminal& terminal) const;

  private:
    std::vector<std::string> header_;
    std::vector<std::vector<Cell>> rows_;
};

} // namespace acapctl
