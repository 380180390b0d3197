#include "fleet/imports/document.hpp"

#include "acapctl/error.hpp"
#include "support/bounds.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>
#include <yaml.h>

namespace acapctl::fleet {

namespace {

constexpr std::size_t most_values = 2'000'000;

struct Event {
    yaml_event_t event{};
    Event() = default;
    ~Event() { yaml_event_delete(&event); }
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;
    std::size_t line() const { return event.start_mark.line + 1; }
};

std::string text_of(const yaml_char_t* text) {
    return text == nullptr ? "" : reinterpret_cast<const char*>(text);
}

std::optional<unsigned> escaped_unit(std::string_view text) {
    if (!text.starts_with("\\u") || text.size() < 6) return std::nullopt;
    unsigned unit = 0;
    const auto [end, error] = std::from_chars(text.data() + 2, text.data() + 6, unit, 16);
    return error == std::errc() && end == text.data() + 6 ? std::optional(unit) : std::nullopt;
}

// JSON writes what lies beyond 16 bits as two escapes (RFC 8259, 7), which YAML does not know.
std::string with_surrogates_joined(std::string_view document) {
    std::string text;
    while (!document.empty()) {
        const auto high = escaped_unit(document);
        const auto low = escaped_unit(document.substr(std::min<std::size_t>(6, document.size())));
        if (high && low && *high >> 10U == 0x36 && *low >> 10U == 0x37) {
            const unsigned code = 0x10000 + ((*high & 0x3ffU) << 10U) + (*low & 0x3ffU);
            text += static_cast<char>(0xf0U | code >> 18U);
            for (const unsigned shift : {12U, 6U, 0U})
                text += static_cast<char>(0x80U | (code >> shift & 0x3fU));
            document.remove_prefix(12);
            continue;
        }
        const std::size_t length =
            document.front() == '\\' ? std::min<std::size_t>(2, document.size()) : 1;
        text += document.substr(0, length);
        document.remove_prefix(length);
    }
    return text;
}

bool is_number_or_flag(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return text == "true" || text == "false" ||
           (error == std::errc() && end == text.data() + text.size());
}

class DocumentReader {
  public:
    DocumentReader(std::string_view text, const std::string& file) : file_(file) {
        if (yaml_parser_initialize(&parser_) == 0)
            throw Error({.kind = ErrorKind::unexpected, .message = "no memory is left"});
        yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                     text.size());
    }
    ~DocumentReader() { yaml_parser_delete(&parser_); }
    DocumentReader(const DocumentReader&) = delete;
    DocumentReader& operator=(const DocumentReader&) = delete;

    Value document() {
        while (true) {
            Event event;
            next(event);
            const yaml_event_type_t type = event.event.type;
            if (type == YAML_STREAM_END_EVENT) refuse(event.line(), "it is empty");
            if (type == YAML_STREAM_START_EVENT || type == YAML_DOCUMENT_START_EVENT) continue;
            return value(event, 0);
        }
    }

  private:
    void next(Event& event) {
        if (yaml_parser_parse(&parser_, &event.event) == 0)
            refuse(parser_.problem_mark.line + 1,
                   parser_.problem == nullptr ? "it cannot be read" : parser_.problem);
    }

    [[noreturn]] void refuse(std::size_t line, std::string_view why) const {
        throw_invalid(fmt::format("{}:{}: neither YAML nor JSON: {}", text::visible(file_), line,
                                  text::visible(why)));
    }

    Value value(Event& event, int depth) {
        if (++values_ > most_values) refuse(event.line(), "it has too many values");
        if (depth > deepest_nesting) refuse(event.line(), "its values lie too deep");
        switch (event.event.type) {
        case YAML_SCALAR_EVENT:
            return scalar(event);
        case YAML_SEQUENCE_START_EVENT:
            return list(event, depth);
        case YAML_MAPPING_START_EVENT:
            return table(event, depth);
        default:
            refuse(event.line(), "aliases are not taken");
        }
    }

    static Value scalar(const Event& event) {
        const auto& scalar = event.event.data.scalar;
        Value value{.line = event.line(), .tag = text_of(scalar.tag)};
        value.text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
        value.null = scalar.plain_implicit != 0 &&
                     (value.text.empty() || value.text == "~" || value.text == "null");
        value.number = scalar.plain_implicit != 0 && is_number_or_flag(value.text);
        return value;
    }

    Value list(const Event& start, int depth) {
        Value value{.kind = Value::Kind::list, .line = start.line()};
        while (true) {
            Event event;
            next(event);
            if (event.event.type == YAML_SEQUENCE_END_EVENT) return value;
            value.items.push_back(this->value(event, depth + 1));
        }
    }

    Value table(const Event& start, int depth) {
        Value value{.kind = Value::Kind::table, .line = start.line()};
        while (true) {
            Event event;
            next(event);
            if (event.event.type == YAML_MAPPING_END_EVENT) return value;
            Value key = this->value(event, depth + 1);
            Event behind;
            next(behind);
            value.entries.emplace_back(std::move(key), this->value(behind, depth + 1));
        }
    }

    yaml_parser_t parser_{};
    std::string file_;
    std::size_t values_ = 0;
};

} // namespace

const Value* Value::find(std::string_view key) const {
    for (const auto& [name, value] : entries)
        if (name.is_text() && name.text == key) return &value;
    return nullptr;
}

std::string Value::text_at(std::string_view key) const {
    const Value* value = find(key);
    return value != nullptr && value->is_text() && !value->null ? value->text : "";
}

Value read_value(std::string_view text, const std::string& file) {
    const std::string_view start = text::trim(text);
    if (!start.starts_with('{') && !start.starts_with('['))
        return DocumentReader(text, file).document();
    const std::string json = with_surrogates_joined(text);
    return DocumentReader(json, file).document();
}

} // namespace acapctl::fleet
