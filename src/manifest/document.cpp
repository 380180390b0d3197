#include "manifest/document.hpp"

#include "acapctl/error.hpp"
#include "support/ascii.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <locale.h>

namespace acapctl {

namespace {

using Kind = JsonNode::Kind;

// strtod in the C locale, whatever the program has chosen.
double to_double(const std::string& number) {
    static const locale_t c_locale = ::newlocale(LC_ALL_MASK, "C", nullptr);
    return ::strtod_l(number.c_str(), nullptr, c_locale);
}

void append_code_point(std::string& text, std::uint32_t code) {
    const auto byte = [&](std::uint32_t value) { text += static_cast<char>(value); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xc0 | code >> 6);
        byte(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        byte(0xe0 | code >> 12);
        byte(0x80 | (code >> 6 & 0x3f));
        byte(0x80 | (code & 0x3f));
    } else {
        byte(0xf0 | code >> 18);
        byte(0x80 | (code >> 12 & 0x3f));
        byte(0x80 | (code >> 6 & 0x3f));
        byte(0x80 | (code & 0x3f));
    }
}

class Parser {
  public:
    Parser(std::string_view source, const JsonDocument& document)
        : source_(source), document_(document) {}

    JsonNode parse() {
        if (source_.starts_with("\xef\xbb\xbf"))
            fail(0, "starts with a byte order mark; save it as UTF-8 without one");
        skip_space();
        JsonNode root = value();
        skip_space();
        if (at_ < source_.size()) fail(at_, "expected the end of the file, found " + found());
        return root;
    }

  private:
    [[noreturn]] void fail(std::size_t offset, const std::string& what) const {
        throw Error({.kind = ErrorKind::invalid_input,
                     .code = "invalid-json",
                     .message = fmt::format("{}: {}", document_.where(offset), what)});
    }

    char peek() const { return at_ < source_.size() ? source_[at_] : '\0'; }

    std::string found() const {
        if (at_ >= source_.size()) return "the end of the file";
        std::size_t length = 1;
        while (length < 4 && at_ + length < source_.size() &&
               text::continues_character(source_[at_ + length]))
            ++length;
        return fmt::format("'{}'", text::visible(source_.substr(at_, length)));
    }

    void skip_space() { at_ = std::min(source_.find_first_not_of(" \t\n\r", at_), source_.size()); }

    bool accept(std::string_view word) {
        if (source_.substr(at_, word.size()) != word) return false;
        at_ += word.size();
        return true;
    }

    JsonNode value() {
        JsonNode node;
        node.offset = at_;
        switch (peek()) {
        case '{':
            node.kind = Kind::object;
            nested([&] { object(node); });
            break;
        case '[':
            node.kind = Kind::array;
            nested([&] { array(node); });
            break;
        case '"':
            node.kind = Kind::string;
            node.text = string();
            break;
        default:
            scalar(node);
        }
        node.end = at_;
        return node;
    }

    template <typename F>
    void nested(const F& parse_content) {
        if (++depth_ > JsonDocument::max_depth)
            fail(at_, fmt::format("nested deeper than {} levels", JsonDocument::max_depth));
        parse_content();
        --depth_;
    }

    void scalar(JsonNode& node) {
        if (accept("null")) return;
        if (accept("true") || accept("false")) {
            node.kind = Kind::boolean;
            node.boolean = source_[node.offset] == 't';
            return;
        }
        if (number(node)) return;
        constexpr double infinity = std::numeric_limits<double>::infinity();
        constexpr std::pair<std::string_view, double> words[] = {
            {"NaN", std::numeric_limits<double>::quiet_NaN()},
            {"Infinity", infinity},
            {"-Infinity", -infinity}};
        for (const auto& [word, real] : words) {
            if (!accept(word)) continue;
            node.kind = Kind::real;
            node.real = real;
            return;
        }
        fail(at_, "expected a value, found " + found());
    }

    std::size_t digits_from(std::size_t start) const {
        std::size_t end = start;
        while (end < source_.size() && ascii::is_digit(source_[end])) ++end;
        return end;
    }

    // Consumes the longest number there is, as Python does: of "1.x" the "1".
    bool number(JsonNode& node) {
        const std::size_t first = at_ + (peek() == '-' ? 1 : 0);
        std::size_t end = digits_from(first);
        if (end == first) return false;
        if (source_[first] == '0') end = first + 1;
        const std::size_t integer_end = end;
        if (end < source_.size() && source_[end] == '.')
            if (const auto fraction = digits_from(end + 1); fraction > end + 1) end = fraction;
        if (end < source_.size() && (source_[end] == 'e' || source_[end] == 'E')) {
            std::size_t start = end + 1;
            if (start < source_.size() && (source_[start] == '+' || source_[start] == '-')) ++start;
            if (const auto exponent = digits_from(start); exponent > start) end = exponent;
        }
        node.text = source_.substr(at_, end - at_);
        at_ = end;
        if (end == integer_end) {
            node.kind = Kind::integer;
            if (node.text == "-0") node.text = "0";
        } else {
            node.kind = Kind::real;
            node.real = to_double(std::exchange(node.text, {}));
        }
        return true;
    }

    void array(JsonNode& node) {
        ++at_;
        skip_space();
        if (accept("]")) return;
        while (true) {
            node.items.push_back(value());
            skip_space();
            if (accept("]")) return;
            if (!accept(",")) fail(at_, "expected ',' or ']', found " + found());
            skip_space();
        }
    }

    void object(JsonNode& node) {
        std::unordered_map<std::string, std::size_t> seen;
        ++at_;
        skip_space();
        if (accept("}")) return;
        while (true) {
            const std::size_t key_offset = at_;
            if (peek() != '"') fail(at_, "expected a key in double quotes, found " + found());
            std::string key = string();
            skip_space();
            if (!accept(":")) fail(at_, "expected ':' after the key, found " + found());
            skip_space();
            const auto [known, fresh] = seen.emplace(key, node.members.size());
            JsonMember member{std::move(key), key_offset, value(), !fresh};
            if (fresh)
                node.members.push_back(std::move(member));
            else
                node.members[known->second] = std::move(member);
            skip_space();
            if (accept("}")) return;
            if (!accept(",")) fail(at_, "expected ',' or '}', found " + found());
            skip_space();
        }
    }

    std::string string() {
        const std::size_t start = at_++;
        std::string text;
        while (true) {
            const std::size_t plain = at_;
            while (at_ < source_.size() && peek() != '"' && peek() != '\\' &&
                   static_cast<unsigned char>(peek()) >= 0x20)
                ++at_;
            text += source_.substr(plain, at_ - plain);
            if (at_ >= source_.size()) fail(start, "this string has no closing '\"'");
            if (accept("\"")) return text;
            if (peek() != '\\')
                fail(at_, "a control character in a string; write it as an escape such as \\n");
            escape(text);
        }
    }

    void escape(std::string& text) {
        const std::size_t start = at_++;
        const char c = peek();
        constexpr std::string_view from = "\"\\/bfnrt";
        constexpr std::string_view to = "\"\\/\b\f\n\r\t";
        if (c == 'u') {
            ++at_;
            unicode_escape(text, start);
        } else if (const auto index = from.find(c);
                   at_ < source_.size() && index != std::string_view::npos) {
            ++at_;
            text += to[index];
        } else {
            fail(start, "unknown escape in a string; known are \\\" \\\\ \\/ \\b \\f \\n \\r \\t "
                        "\\uXXXX");
        }
    }

    void unicode_escape(std::string& text, std::size_t start) {
        auto code = hex4(at_);
        if (!code) fail(start, "expected four hexadecimal digits after \\u");
        at_ += 4;
        if (*code >= 0xd800 && *code < 0xdc00 && source_.substr(at_, 2) == "\\u") {
            // Only a following low surrogate makes a pair; anything else stands by itself.
            const auto low = hex4(at_ + 2);
            if (low && *low >= 0xdc00 && *low < 0xe000) {
                at_ += 6;
                code = 0x10000 + ((*code - 0xd800) << 10) + (*low - 0xdc00);
            }
        }
        append_code_point(text, *code);
    }

    std::optional<std::uint32_t> hex4(std::size_t from) const {
        if (from + 4 > source_.size()) return std::nullopt;
        std::uint32_t code = 0;
        for (const char c : source_.substr(from, 4)) {
            const int digit = ascii::hex_digit(c);
            if (digit < 0) return std::nullopt;
            code = code << 4 | static_cast<std::uint32_t>(digit);
        }
        return code;
    }

    std::string_view source_;
    const JsonDocument& document_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

// The offset of the first byte that is not UTF-8, if any. Surrogates are not.
std::optional<std::size_t> malformed_utf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        const auto byte = [&](std::size_t k) {
            return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U;
        };
        const unsigned lead = byte(0);
        const std::size_t length = lead < 0x80                    ? 1
                                   : lead >= 0xc2 && lead <= 0xdf ? 2
                                   : lead >= 0xe0 && lead <= 0xef ? 3
                                   : lead >= 0xf0 && lead <= 0xf4 ? 4
                                                                  : 0;
        if (length == 0) return i;
        for (std::size_t k = 1; k < length; ++k)
            if ((byte(k) & 0xc0) != 0x80) return i;
        if ((lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xed && byte(1) > 0x9f) ||
            (lead == 0xf0 && byte(1) < 0x90) || (lead == 0xf4 && byte(1) > 0x8f))
            return i;
        i += length;
    }
    return std::nullopt;
}

} // namespace

const JsonNode* JsonNode::find(std::string_view key) const {
    for (const JsonMember& member : members)
        if (member.key == key) return &member.value;
    return nullptr;
}

JsonNode* JsonNode::find(std::string_view key) {
    return const_cast<JsonNode*>(std::as_const(*this).find(key));
}

const JsonNode* JsonNode::find_path(std::string_view path) const {
    const JsonNode* node = this;
    for (const std::string& key : text::split(path, '.'))
        if ((node = node->find(key)) == nullptr) return nullptr;
    return node;
}

std::string JsonNode::text_at(std::string_view path, std::string_view fallback) const {
    const JsonNode* node = find_path(path);
    return node != nullptr && node->is(Kind::string) ? node->text : std::string(fallback);
}

JsonNode json_string(std::string text) {
    JsonNode node;
    node.kind = Kind::string;
    node.text = std::move(text);
    return node;
}

const char* json_kind_name(JsonNode::Kind kind) {
    switch (kind) {
    case Kind::null:
        return "null";
    case Kind::boolean:
        return "true or false";
    case Kind::integer:
    case Kind::real:
        return "a number";
    case Kind::string:
        return "a string";
    case Kind::array:
        return "an array";
    case Kind::object:
        return "an object";
    }
    return "a value";
}

JsonDocument JsonDocument::parse(std::string source, std::string name) {
    JsonDocument document;
    document.source_ = std::move(source);
    document.name_ = std::move(name);
    const auto fail = [&](const std::string& message) {
        throw Error({.kind = ErrorKind::invalid_input, .code = "invalid-json", .message = message});
    };
    if (document.source_.size() > max_size)
        fail(fmt::format("{} is larger than {}", text::visible(document.name_),
                         text::human_size(max_size)));
    if (const auto offset = malformed_utf8(document.source_))
        fail(document.where(*offset) + ": this is not UTF-8");
    document.root = Parser(document.source_, document).parse();
    return document;
}

JsonDocument::Position JsonDocument::position(std::size_t offset) const {
    const std::string_view before = std::string_view(source_).substr(0, offset);
    Position position;
    position.line += static_cast<std::size_t>(std::ranges::count(before, '\n'));
    const auto line_start = before.rfind('\n') + 1; // npos + 1 is the start
    position.column += text::characters(before.substr(line_start));
    return position;
}

std::string JsonDocument::where(std::size_t offset) const {
    const Position at = position(offset);
    return fmt::format("{}:{}:{}", text::visible(name_), at.line, at.column);
}

} // namespace acapctl
