#include "terminal/table.hpp"

#include "support/text.hpp"
#include "terminal/wrap.hpp"

#include <algorithm>

namespace acapctl {

namespace {

constexpr std::size_t between_columns = 2; // blanks

constexpr std::size_t least_shown = 12; // of a word that is shortened

struct Column {
    std::size_t width = 0;
    std::size_t longest_word = 0;
    std::size_t least = 0; // with its words shortened
};

// The widest column gives way until the table fits, or no column can.
void fit(std::vector<Column>& columns, std::size_t available, std::size_t Column::*limit) {
    std::size_t total = between_columns * (columns.size() - 1);
    for (const Column& column : columns) total += column.width;
    const auto can_give = [&](const Column& column) {
        return column.width > column.*limit ? column.width : 0;
    };
    for (; total > available; --total) {
        const auto widest = std::ranges::max_element(columns, {}, can_give);
        if (can_give(*widest) == 0) return;
        --widest->width;
    }
}

std::vector<StyledText> lines_of(const Table::Cell& cell, std::size_t width) {
    std::vector<StyledText> lines = wrapped(cell, width);
    for (StyledText& line : lines) line = shortened(line, width);
    return lines;
}

// A cell's text may take several lines, below each other in its column.
void print_row(const std::vector<Table::Cell>& row, const std::vector<Column>& columns,
               Terminal& terminal) {
    std::vector<std::vector<StyledText>> cells;
    std::size_t height = 1;
    for (std::size_t i = 0; i < row.size(); ++i) {
        cells.push_back(lines_of(row[i], columns[i].width));
        height = std::max(height, cells.back().size());
    }
    for (std::size_t k = 0; k < height; ++k) {
        StyledText line;
        std::size_t blanks = 0;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const StyledText text = k < cells[i].size() ? cells[i][k] : StyledText();
            if (text.characters() > 0) line += std::string(blanks, ' ') + text;
            blanks = text.characters() > 0 ? 0 : blanks;
            blanks += columns[i].width + between_columns - text.characters();
        }
        terminal.print(line);
    }
}

} // namespace

void Table::print(Terminal& terminal) const {
    if (!terminal.output_is_terminal()) {
        for (const auto& row : rows_) terminal.print_columns(row);
        return;
    }
    std::vector<std::vector<Cell>> rows{{header_.begin(), header_.end()}};
    rows.insert(rows.end(), rows_.begin(), rows_.end());
    std::vector<Column> columns(header_.size());
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) {
            Column& column = columns[i];
            column.width = std::max(column.width, row[i].characters());
            column.longest_word = std::max(column.longest_word, longest_word(row[i].plain()));
        }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::size_t shortest = std::max(least_shown, text::characters(header_[i]));
        columns[i].least = header_[i] == whole_ ? columns[i].longest_word
                                                : std::min(columns[i].longest_word, shortest);
    }
    const auto available = static_cast<std::size_t>(terminal.width());
    fit(columns, available, &Column::longest_word);
    fit(columns, available, &Column::least);
    for (const auto& row : rows) print_row(row, columns, terminal);
}

} // namespace acapctl
