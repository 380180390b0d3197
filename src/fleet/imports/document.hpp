#pragma once
// A document of YAML or JSON (which libyaml reads as well) with the line of each value. Bounded:
// its size, its values, how deep they lie; anchors are refused, which could multiply it.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace acapctl::fleet {

struct Value {
    enum class Kind { text, list, table };
    Kind kind = Kind::text;
    std::size_t line = 0; // from 1
    std::string text{};   // of a text, a number, a flag or nothing, as it is written
    std::string tag{};    // "!vault"; empty: none is written
    bool null = false;
    bool number = false;        // or a flag, which is no text but is written as one
    std::vector<Value> items{}; // of a list
    std::vector<std::pair<Value, Value>> entries{}; // of a table, in the order of the file

    bool is_table() const { return kind == Kind::table; }
    bool is_text() const { return kind == Kind::text; }
    const Value* find(std::string_view key) const;   // nullptr: there is none, or it is no table
    std::string text_at(std::string_view key) const; // empty: there is none, or it is no text
};

// The first document of the text. Throws invalid_input, "FILE:LINE: why".
Value read_value(std::string_view text, const std::string& file);

} // namespace acapctl::fleet
