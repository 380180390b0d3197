#include "manifest/python_json.hpp"

#include "manifest/document.hpp"
#include "support/ascii.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include <fmt/format.h>

namespace acapctl {

namespace {

using Kind = JsonNode::Kind;

// The code point at the start of `text`, which is well-formed but for surrogates; removes it.
std::uint32_t take_code_point(std::string_view& text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    std::uint32_t code = length == 1 ? lead : lead & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length && i < text.size(); ++i)
        code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3fU);
    text.remove_prefix(std::min(length, text.size()));
    return code;
}

void append_escaped(std::string& out, std::uint32_t code) {
    switch (code) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    case '\f':
        out += "\\f";
        return;
    case '\b':
        out += "\\b";
        return;
    default:
        break;
    }
    if (code >= 0x20 && code < 0x7f)
        out += static_cast<char>(code);
    else if (code < 0x10000)
        out += fmt::format("\\u{:04x}", code);
    else
        out += fmt::format("\\u{:04x}\\u{:04x}", 0xd800 + ((code - 0x10000) >> 10),
                           0xdc00 + ((code - 0x10000) & 0x3ff));
}

void append_string(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) append_escaped(out, take_code_point(text));
    out += '"';
}

class Writer {
  public:
    std::string text;

    void node(const JsonNode& node) {
        switch (node.kind) {
        case Kind::null:
            text += "null";
            break;
        case Kind::boolean:
            text += node.boolean ? "true" : "false";
            break;
        case Kind::integer:
            text += node.text;
            break;
        case Kind::real:
            real(node.real);
            break;
        case Kind::string:
            append_string(text, node.text);
            break;
        case Kind::array:
            list('[', ']', node.items, [&](const JsonNode& item) { this->node(item); });
            break;
        case Kind::object:
            list('{', '}', node.members, [&](const JsonMember& member) {
                append_string(text, member.key);
                text += ": ";
                this->node(member.value);
            });
            break;
        }
    }

  private:
    void real(double value) {
        if (std::isnan(value))
            text += "NaN";
        else if (std::isinf(value))
            text += value > 0 ? "Infinity" : "-Infinity";
        else
            text += python_float(value);
    }

    template <typename List, typename F>
    void list(char open, char close, const List& elements, const F& element) {
        text += open;
        if (!elements.empty()) {
            ++depth_;
            for (bool first = true; const auto& item : elements) {
                if (!first) text += ',';
                first = false;
                new_line();
                element(item);
            }
            --depth_;
            new_line();
        }
        text += close;
    }

    void new_line() {
        text += '\n';
        text.append(depth_ * 4, ' ');
    }

    std::size_t depth_ = 0;
};

} // namespace

std::string python_float(double value) {
    char buffer[32];
    const auto end =
        std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific).ptr;
    const std::string_view shortest(buffer, static_cast<std::size_t>(end - buffer));
    const auto e = shortest.find('e');
    const int exponent = std::atoi(std::string(shortest.substr(e + 1)).c_str());
    std::string digits;
    for (const char c : shortest.substr(0, e))
        if (ascii::is_digit(c)) digits += c;
    std::string text = shortest.front() == '-' ? "-" : "";
    // Python's float_repr_style "short": positional from 1e-4 up to below 1e16.
    if (exponent < -4 || exponent >= 16) {
        text += digits.substr(0, 1);
        if (digits.size() > 1) text += "." + digits.substr(1);
        return text + fmt::format("e{}{:02}", exponent < 0 ? '-' : '+', std::abs(exponent));
    }
    if (exponent < 0)
        return text + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    const auto point = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() < point) digits.append(point - digits.size(), '0');
    const std::string fraction = digits.substr(point);
    return text + digits.substr(0, point) + "." + (fraction.empty() ? "0" : fraction);
}

std::string python_json(const JsonNode& root) {
    Writer writer;
    writer.node(root);
    return std::move(writer.text);
}

} // namespace acapctl
