#include "terminal/table.hpp"

#include "support/text.hpp"

#include <algorithm>

namespace acapctl {

void Table::print(Terminal& terminal) const {
    if (!terminal.output_is_terminal()) {
        for (const auto& row : rows_) {
            std::string line;
            for (const Cell& cell : row) line += (&cell == row.data() ? "" : "\t") + cell.text;
            terminal.print(line);
        }
        return;
    }
    std::vector<std::size_t> widths;
    for (const std::string& title : header_) widths.push_back(text::characters(title));
    for (const auto& row : rows_)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], text::characters(row[i].text));
    const auto print_row = [&](const std::vector<Cell>& row) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += terminal.paint(row[i].style, row[i].text);
            if (i + 1 < row.size())
                line += std::string(widths[i] - text::characters(row[i].text) + 2, ' ');
        }
        terminal.print(line);
    };
    print_row({header_.begin(), header_.end()});
    for (const auto& row : rows_) print_row(row);
}

} // namespace acapctl
