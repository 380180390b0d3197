#include "terminal/table.hpp"

#include "support/text.hpp"
#include "terminal/wrap.hpp"

#include <algorithm>
#include <map>

namespace acapctl {

namespace {

constexpr std::size_t between_columns = 2; // blanks

// What is shown of a word at least: as long as there is room so much that dates and versions stay
// whole.
constexpr std::size_t least_shown[] = {12, 6};

struct Column {
    std::size_t width = 0;
    std::size_t longest_word = 0;
    std::size_t header = 0;
    bool whole = false;
};

// The widest column gives way until the table fits, or none is wider than its limit.
template <typename Limit>
void give_way(std::vector<Column>& columns, std::size_t available, const Limit& limit) {
    std::size_t total = between_columns * (columns.size() - 1);
    for (const Column& column : columns) total += column.width;
    const auto can_give = [&](const Column& column) {
        return column.width > limit(column) ? column.width : 0;
    };
    for (; total > available; --total) {
        const auto widest = std::ranges::max_element(columns, {}, can_give);
        if (can_give(*widest) == 0) return;
        --widest->width;
    }
}

// Between words, and where that is not enough, within them.
void fit(std::vector<Column>& columns, std::size_t available) {
    give_way(columns, available, [](const Column& column) { return column.longest_word; });
    for (const std::size_t shown : least_shown)
        give_way(columns, available, [shown](const Column& column) {
            const std::size_t least =
                column.whole ? column.longest_word : std::max(shown, column.header);
            return std::min(column.longest_word, least);
        });
}

// Of a cell: its first word stands behind the blanks with which it begins.
std::size_t longest_word_of(const std::string& text) {
    const std::size_t indent = std::min(text.find_first_not_of(' '), text.size());
    const std::size_t first = std::min(text.find(' ', indent), text.size());
    return std::max(text::characters(text.substr(0, first)), longest_word(text));
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

std::vector<std::string> Table::left_out(const Terminal& terminal) const {
    std::vector<std::string> gone;
    if (!terminal.output_is_terminal()) return gone;
    std::size_t total = 0;
    std::map<std::string, std::size_t> widths; // with the blanks behind
    std::vector<std::string> silent;
    for (std::size_t i = 0; i < header_.size(); ++i) {
        std::size_t width = text::characters(header_[i]);
        for (const auto& row : rows_) width = std::max(width, row[i].characters());
        widths[header_[i]] = width + between_columns;
        total += width + between_columns;
        if (std::ranges::all_of(rows_, [i](const auto& row) { return row[i].plain() == "-"; }))
            silent.push_back(header_[i]);
    }
    const auto leave_out = [&](bool silent_ones) {
        for (const std::string& name : may_lack_) {
            if (total <= static_cast<std::size_t>(terminal.width()) + between_columns) return;
            if (text::contains(silent, name) != silent_ones) continue;
            total -= widths[name];
            gone.push_back(name);
        }
    };
    leave_out(true);
    leave_out(false);
    return gone;
}

Table Table::without(const std::vector<std::string>& columns) const {
    Table table({});
    table.whole_ = whole_;
    table.rows_.resize(rows_.size());
    for (std::size_t i = 0; i < header_.size(); ++i) {
        if (text::contains(columns, header_[i])) continue;
        table.header_.push_back(header_[i]);
        for (std::size_t k = 0; k < rows_.size(); ++k) table.rows_[k].push_back(rows_[k][i]);
    }
    return table;
}

Table Table::shown_in_short() const {
    Table table = *this;
    for (const auto& [place, row] : in_short_) table.rows_[place] = row;
    table.in_short_.clear();
    return table;
}

void Table::print(Terminal& terminal) const {
    if (!in_short_.empty() && terminal.shows_both()) return shown_in_short().print(terminal);
    if (!terminal.output_is_terminal()) {
        for (const auto& row : rows_) terminal.print_columns(row);
        return;
    }
    if (const auto gone = left_out(terminal); !gone.empty()) return without(gone).print(terminal);
    std::vector<std::vector<Cell>> rows{{header_.begin(), header_.end()}};
    rows.insert(rows.end(), rows_.begin(), rows_.end());
    std::vector<Column> columns(header_.size());
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) {
            Column& column = columns[i];
            column.width = std::max(column.width, row[i].characters());
            column.longest_word = std::max(column.longest_word, longest_word_of(row[i].plain()));
        }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        columns[i].header = text::characters(header_[i]);
        columns[i].whole = header_[i] == whole_;
    }
    fit(columns, static_cast<std::size_t>(terminal.width()));
    for (const auto& row : rows) print_row(row, columns, terminal);
}

} // namespace acapctl
