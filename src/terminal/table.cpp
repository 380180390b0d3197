#include "terminal/table.hpp"

#include "support/text.hpp"

#include <algorithm>

namespace acapctl {

void Table::print(Terminal& terminal) const {
    if (!terminal.output_is_terminal()) {
        for (const auto& row : rows_) terminal.print_columns(row);
        return;
    }
    std::vector<std::size_t> widths;
    for (const std::string& title : header_) widths.push_back(text::characters(title));
    for (const auto& row : rows_)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].characters());
    const auto print_row = [&](const std::vector<Cell>& row) {
        StyledText line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            if (i + 1 < row.size()) line += std::string(widths[i] - row[i].characters() + 2, ' ');
        }
        terminal.print(line);
    };
    print_row({header_.begin(), header_.end()});
    for (const auto& row : rows_) print_row(row);
}

} // namespace acapctl
