#pragma once
// A table: on a terminal aligned, with a header, and as wide as that: what is longer goes on below,
// in its column, and a word that has no room there is shortened to its two ends. Piped it is
// tab-separated, without a header, of any width and whole.

#include "terminal/terminal.hpp"

#include <map>
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
    // The words of this column are never shortened: a fingerprint is to be compared.
    void keep_whole(std::string column) { whole_ = std::move(column); }

    // On a terminal too narrow for all, these are left out, the first one first, until what stays
    // needs no second line; columns that say nothing go before all others.
    void may_lack(std::vector<std::string> columns) { may_lack_ = std::move(columns); }

    // One cell per header column.
    void add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
    // `in_short`: the same for a person who reads all of it below the table, at one terminal.
    void add(std::vector<Cell> row, std::vector<Cell> in_short) {
        in_short_[rows_.size()] = std::move(in_short);
        add(std::move(row));
    }
    bool empty() const { return rows_.empty(); }
    void print(Terminal& terminal) const;
    // The columns that print() leaves out there.
    std::vector<std::string> left_out(const Terminal& terminal) const;

  private:
    Table without(const std::vector<std::string>& columns) const;
    Table shown_in_short() const;

    std::vector<std::string> header_;
    std::string whole_{};
    std::vector<std::string> may_lack_{};
    std::vector<std::vector<Cell>> rows_;
    std::map<std::size_t, std::vector<Cell>> in_short_{}; // by place in rows_
};

} // namespace acapctl
