#pragma once
// A table: aligned with a header on a terminal, tab-separated without one when piped.

#include "terminal/terminal.hpp"

#include <string>
#include <vector>

namespace acapctl {

class Table {
  public:
    struct Cell {
        std::string text;
        Style style = Style::plain;
        Cell(std::string cell_text, Style cell_style = Style::plain)
            : text(std::move(cell_text)), style(cell_style) {}
        Cell(const char* cell_text) : text(cell_text) {}
    };

    explicit Table(std::vector<std::string> header) : header_(std::move(header)) {}

    // One cell per header column. Text from outside must have passed text::visible().
    void add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
    bool empty() const { return rows_.empty(); }
    void print(Terminal& terminal) const;

  private:
    std::vector<std::string> header_;
    std::vector<std::vector<Cell>> rows_;
};

} // namespace acapctl
