#include "acapctl/error.hpp"
#include "device/http/target.hpp"
#include "fleet/imports/import.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

namespace acapctl::fleet {

namespace {

struct Row {
    std::size_t line = 0;
    std::vector<std::string> fields{};
    bool open = false; // a quote that never ends

    bool empty() const { return fields.size() == 1 && text::trim(fields[0]).empty(); }
};

// RFC 4180, with ';' where a spreadsheet of some countries writes it.
class CsvReader {
  public:
    explicit CsvReader(std::string_view text) : text_(text) {
        const std::string_view first = text.substr(0, text.find('\n'));
        if (first.find(',') == std::string_view::npos && first.find(';') != std::string_view::npos)
            separator_ = ';';
    }

    std::optional<Row> next() {
        if (at_ >= text_.size()) return std::nullopt;
        Row row{.line = line_};
        while (true) {
            row.fields.push_back(field(row));
            if (at_ < text_.size() && text_[at_] == separator_) {
                ++at_;
                continue;
            }
            if (at_ < text_.size() && text_[at_] == '\r') ++at_;
            if (at_ < text_.size()) ++at_; // the newline
            ++line_;
            return row;
        }
    }

  private:
    std::string field(Row& row) {
        if (at_ < text_.size() && text_[at_] == '"') return quoted(row);
        const std::size_t start = at_;
        while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') ++at_;
        std::string value(text_.substr(start, at_ - start));
        if (value.ends_with('\r')) value.pop_back();
        return value;
    }

    std::string quoted(Row& row) {
        std::string value;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '"' && !(at_ + 1 < text_.size() && text_[at_ + 1] == '"')) break;
            if (text_[at_] == '"') ++at_;
            if (text_[at_] == '\n') ++line_;
            value += text_[at_];
        }
        row.open = at_ >= text_.size();
        // What stands behind the closing quote belongs to the field, as others read it too.
        for (at_ += row.open ? 0 : 1;
             at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n'; ++at_)
            if (text_[at_] != '\r') value += text_[at_];
        return value;
    }

    std::string_view text_;
    char separator_ = ',';
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

const std::map<std::string, std::string>& column_names() {
    static const std::map<std::string, std::string> names{
        {"ip", "address"},
        {"ip address", "address"},
        {"ipaddress", "address"},
        {"address", "address"},
        {"host", "address"},
        {"hostname", "address"},
        {"user", "user"},
        {"username", "user"},
        {"password", "password"},
        {"pass", "password"},
        {"name", "name"},
        {"port", "port"},
        {"group", "groups"},
        {"groups", "groups"},
        {"tags", "tags"},
        {"serial", "serial"},
        {"serial number", "serial"},
        {"mac", "serial"},
        {"mac address", "serial"},
        {"model", "fact"},
        {"architecture", "fact"},
        {"soc", "fact"},
        {"axisos", "fact"}}; // as `device export` adds them
    return names;
}

// What a person or a spreadsheet put above the columns; nothing: that is no header.
std::optional<std::vector<std::string>> header_of(const Row& row) {
    std::vector<std::string> columns;
    bool any = false;
    for (const std::string& field : row.fields) {
        const auto known = column_names().find(text::lower(text::trim(field)));
        columns.push_back(known == column_names().end() ? "" : known->second);
        any = any || columns.back() == "address";
    }
    return any ? std::optional(columns) : std::nullopt;
}

// Commas between them, as in a quoted field; where there is none, blanks.
std::vector<std::string> parts_of(std::string_view text) {
    const char separator = text.find(',') == std::string_view::npos ? ' ' : ',';
    std::vector<std::string> parts;
    for (const std::string& part : text::split(text, separator))
        if (const auto word = text::trim(part); !word.empty()) parts.emplace_back(word);
    return parts;
}

// Where columns are off by one, a tag, a group or a serial number is a password: what cannot be
// taken is not repeated.
void take_tags(Import& import, InventoryDevice& device, std::string_view text, std::size_t line) {
    for (const std::string& tag : parts_of(text)) {
        const auto equals = tag.find('=');
        const std::string key = tag.substr(0, equals);
        if (equals == std::string::npos) {
            import.remark(line, "a tag has no '='");
            continue;
        }
        try {
            check_tag(key, tag.substr(equals + 1));
            device.tags[key] = tag.substr(equals + 1);
        } catch (const Error&) {
            import.remark(line, "a tag has a name or a value that no tag can have");
        }
    }
}

void take_groups(Import& import, InventoryDevice& device, std::string_view text, std::size_t line) {
    std::string even(text);
    std::ranges::replace_if(
        even, [](char c) { return c == ';' || c == ' '; }, ','); // no name has one
    for (const std::string& group : parts_of(even)) {
        try {
            check_name(group, "group");
            text::add_once(device.groups, group);
        } catch (const Error&) {
            import.remark(line, "a group has a name that no group can have");
        }
    }
}

void take_row(Import& import, const Row& row, const std::vector<std::string>& columns) {
    InventoryDevice device;
    std::string port;
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
        const std::string column = i < columns.size() ? columns[i] : "";
        // Of a password every blank counts.
        const std::string value(column == "password" ? row.fields[i] : text::trim(row.fields[i]));
        if (value.empty()) continue;
        if (column == "address") device.address = value;
        if (column == "user") device.user = value;
        if (column == "password") device.password = Secret(value);
        if (column == "name") device.name = value;
        if (column == "port") port = value;
        if (column == "groups") take_groups(import, device, value, row.line);
        if (column == "tags") take_tags(import, device, value, row.line);
        if (column == "serial") take_serial(import, device, value, row.line);
    }
    if (device.address.empty()) return import.lose(row.line, "there is no address");
    device.address = address_of_host(device.address, port);
    import.add(std::move(device), row.line);
}

// ip,user,password: what Axis' script reads. A bare word alone may be any text.
bool is_official_form(const Row& row) {
    const std::string host(text::trim(row.fields[0]));
    if (row.open || row.fields.size() > 3 || host.find(' ') != host.npos) return false;
    if (row.fields.size() < 3 && host.find_first_of(".:") == host.npos) return false;
    try {
        device::parse_target(address_of_host(host));
        return true;
    } catch (const Error&) {
        return false;
    }
}

} // namespace

bool is_csv_list(std::string_view text) {
    CsvReader reader(text);
    std::size_t good = 0;
    std::size_t bad = 0;
    bool first = true;
    while (const auto row = reader.next()) {
        if (row->empty() || row->fields[0].starts_with('#')) continue;
        if (first && header_of(*row)) return true;
        first = false;
        ++(is_official_form(*row) ? good : bad);
    }
    return bad <= good; // some lines may be wrong
}

Import read_csv(std::string_view text) {
    Import import;
    CsvReader reader(text);
    std::vector<std::string> columns{"address", "user", "password"};
    bool first = true;
    while (const auto row = reader.next()) {
        if (row->empty() || row->fields[0].starts_with('#')) continue;
        const auto header = first ? header_of(*row) : std::nullopt;
        first = false;
        if (header) {
            columns = *header;
            for (std::size_t i = 0; i < columns.size(); ++i)
                if (columns[i].empty())
                    import.remark(row->line, fmt::format("column {}, '{}', is not taken", i + 1,
                                                         row->fields[i]));
        } else if (row->open) {
            import.lose(row->line, "a quote is not closed");
        } else if (row->fields.size() > columns.size()) {
            // Of a password with a comma in it and no quotes, half would be taken.
            import.lose(row->line, fmt::format("it has {} fields, and {} are known: a field with a "
                                               "comma in it needs quotes",
                                               row->fields.size(), columns.size()));
        } else {
            take_row(import, *row, columns);
        }
    }
    return import;
}

} // namespace acapctl::fleet
