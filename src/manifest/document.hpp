#pragma once
// A JSON text as Python's json.load understands it, because Axis' own tools are Python: the order
// of keys is kept, a repeated key keeps its first place and its last value, integers have any size,
// NaN and Infinity are numbers, and a lone surrogate survives. Every node knows where it stood.

#include "support/bounds.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace acapctl {

struct JsonMember;

struct JsonNode {
    enum class Kind { null, boolean, integer, real, string, array, object };

    Kind kind = Kind::null;
    bool boolean = false;
    double real = 0;
    // A string in UTF-8, where a lone surrogate is its three-byte generalised form; an integer in
    // decimal digits without leading zeros.
    std::string text{};
    std::vector<JsonNode> items{};   // of an array
    std::vector<JsonMember> members; // of an object; no {}, as its type is incomplete here
    std::size_t offset = 0;          // of the first byte in the source
    std::size_t end = 0;             // one beyond its last byte

    bool is(Kind expected) const { return kind == expected; }
    // The member's value; nullptr if there is none or this is not an object.
    const JsonNode* find(std::string_view key) const;
    JsonNode* find(std::string_view key);
    // Follows keys separated by dots: "setup.user.group".
    const JsonNode* find_path(std::string_view path) const;
    // The text of a string at that path, else `fallback`.
    std::string text_at(std::string_view path, std::string_view fallback = {}) const;
};

struct JsonMember {
    std::string key;
    std::size_t key_offset = 0; // of the last occurrence
    JsonNode value;
    bool repeated = false; // an object that has the key twice may mean either value
};

JsonNode json_string(std::string text);

// "a string", "an object", ... for messages.
const char* json_kind_name(JsonNode::Kind kind);

class JsonDocument {
  public:
    static constexpr std::size_t max_size = 16U << 20U; // bytes
    static constexpr int max_depth = deepest_nesting;   // nested arrays and objects

    struct Position {
        std::size_t line = 1;   // from 1
        std::size_t column = 1; // from 1, in characters
    };

    // Throws invalid_input, code "invalid-json", that starts with "name:line:column: ".
    static JsonDocument parse(std::string source, std::string name);

    JsonNode root{};

    const std::string& name() const { return name_; }
    Position position(std::size_t offset) const;
    std::string where(std::size_t offset) const; // "name:line:column"

  private:
    std::string source_;
    std::string name_;
};

} // namespace acapctl
