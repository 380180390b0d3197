#include "sdk/symbol_versions.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::data {
extern const std::string_view sdk_symbol_versions;
}

namespace acapctl::sdk {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

struct Name {
    std::string_view family; // with its "_"
    std::optional<AxisOs> number;
};

// Symbol versions are numbered as AXIS OS is: up to four numbers with dots.
Name split_name(std::string_view symbol) {
    const auto bar = symbol.rfind('_');
    if (bar == std::string_view::npos) return {symbol, std::nullopt};
    return {symbol.substr(0, bar + 1), AxisOs::parse(symbol.substr(bar + 1))};
}

std::optional<AxisOs> version_at(const json& row, const char* key) {
    if (!row.contains(key)) return std::nullopt;
    auto version = AxisOs::parse(row.at(key).get<std::string>());
    if (!version) throw std::invalid_argument(fmt::format("\"{}\" is no AXIS OS version", key));
    return version;
}

// Messages will quote it.
std::string plain(std::string text) {
    if (text::visible(text) != text)
        throw std::invalid_argument("a control character stands in a text");
    return text;
}

// Not a copy: lists within lists without end would exhaust the stack.
const json& list_at(const json& data, const char* key) {
    static const json none = json::array();
    if (!data.is_object()) throw std::invalid_argument("it is no object");
    const auto found = data.find(key);
    if (found != data.end() && !found->is_array())
        throw std::invalid_argument(fmt::format("\"{}\" is no list", key));
    return found == data.end() ? none : *found;
}

SymbolRow row_of(const json& row) {
    return {.symbol = plain(row.at("symbol")),
            .architecture = plain(row.value("architecture", "")),
            .present_from = version_at(row, "presentFrom"),
            .absent_up_to = version_at(row, "absentUpTo"),
            .likely_from = version_at(row, "likelyFrom"),
            .proven_up_to = version_at(row, "provenUpTo"),
            .source = plain(row.at("source"))};
}

SymbolScan scan_of(const json& scan) {
    const auto axis_os = version_at(scan, "axisOs");
    if (!axis_os) throw std::invalid_argument("a scan names no \"axisOs\"");
    SymbolScan result{.axis_os = *axis_os,
                      .architecture = plain(scan.at("architecture")),
                      .libraries = scan.at("libraries"),
                      .source = plain(scan.value("source", ""))};
    for (const auto& [library, versions] : result.libraries) {
        plain(library);
        for (const std::string& version : versions) plain(version);
    }
    return result;
}

json json_of(const SymbolRow& row) {
    json result = {{"symbol", row.symbol}, {"source", row.source}};
    if (!row.architecture.empty()) result["architecture"] = row.architecture;
    if (row.present_from) result["presentFrom"] = row.present_from->str();
    if (row.absent_up_to) result["absentUpTo"] = row.absent_up_to->str();
    if (row.likely_from) result["likelyFrom"] = row.likely_from->str();
    if (row.proven_up_to) result["provenUpTo"] = row.proven_up_to->str();
    return result;
}

void present(SymbolBounds& bounds, const AxisOs& version, const std::string& source) {
    if (bounds.present_from && *bounds.present_from <= version) return;
    bounds.present_from = version;
    bounds.present_source = source;
}

void absent(SymbolBounds& bounds, const AxisOs& version, const std::string& source) {
    if (bounds.absent_up_to && *bounds.absent_up_to >= version) return;
    bounds.absent_up_to = version;
    bounds.absent_source = source;
}

// Of the first row that says so: the table has them in the order of their weight.
void add_doubt(SymbolBounds& bounds, const SymbolRow& row, std::string_view symbol) {
    if (!bounds.doubt.empty() || !same_family_not_newer(symbol, row.symbol)) return;
    const bool known = bounds.present_from && row.likely_from >= bounds.present_from;
    if (row.likely_from && !known)
        bounds.doubt =
            fmt::format("likely from AXIS OS {} on: {}", row.likely_from->str(), row.source);
    if (!row.proven_up_to) return;
    bounds.proven_up_to = row.proven_up_to;
    bounds.doubt = row.source;
}

} // namespace

bool same_family_not_newer(std::string_view left, std::string_view right) {
    if (left == right) return true;
    const Name a = split_name(left);
    const Name b = split_name(right);
    return a.family == b.family && a.number && b.number && *a.number <= *b.number;
}

SymbolTable::SymbolTable(std::string_view text, const std::string& name) {
    try {
        const json data = parse_foreign(text);
        if (data.is_discarded()) throw std::invalid_argument("it is no JSON");
        for (const json& row : list_at(data, "rows")) rows_.push_back(row_of(row));
        for (const json& scan : list_at(data, "scans")) scans_.push_back(scan_of(scan));
    } catch (const std::exception& error) {
        throw_invalid(fmt::format("{}: not a table of symbol versions: {}", text::visible(name),
                                  text::visible(error.what())),
                      "mend the file or remove it", {{Advice::measure_sdk}});
    }
}

const SymbolTable& SymbolTable::built_in() {
    static const SymbolTable table(data::sdk_symbol_versions, "symbol_versions.json");
    return table;
}

fs::path SymbolTable::users_file() {
    return config_directory() / "symbol_versions.json";
}

SymbolTable SymbolTable::with_users() {
    SymbolTable table = built_in();
    const fs::path file = users_file();
    std::error_code missing;
    if (fs::exists(file, missing)) table.add(SymbolTable(read_file(file), file.string()));
    return table;
}

void SymbolTable::add(const SymbolTable& other) {
    // A row of the user about a symbol replaces what was known of it.
    std::erase_if(rows_, [&](const SymbolRow& old) {
        return std::ranges::any_of(other.rows_, [&](const SymbolRow& row) {
            return row.symbol == old.symbol &&
                   (row.architecture.empty() || row.architecture == old.architecture);
        });
    });
    rows_.insert(rows_.end(), other.rows_.begin(), other.rows_.end());
    for (const SymbolScan& scan : other.scans_) add(scan);
}

void SymbolTable::add(SymbolScan scan) {
    std::erase_if(scans_, [&](const SymbolScan& old) {
        return old.axis_os.str() == scan.axis_os.str() && old.architecture == scan.architecture;
    });
    scans_.push_back(std::move(scan));
}

SymbolBounds SymbolTable::bounds(std::string_view symbol, std::string_view library,
                                 std::string_view architecture) const {
    SymbolBounds bounds;
    for (const SymbolScan& scan : scans_) {
        const auto found = scan.libraries.find(std::string(library));
        if (scan.architecture != architecture || found == scan.libraries.end()) continue;
        if (text::contains(found->second, symbol))
            present(bounds, scan.axis_os, "measured in " + scan.source);
        else
            absent(bounds, scan.axis_os, "measured in " + scan.source);
    }
    for (const SymbolRow& row : rows_) {
        if (!row.architecture.empty() && row.architecture != architecture) continue;
        if (row.present_from && same_family_not_newer(symbol, row.symbol))
            present(bounds, *row.present_from, row.source);
        if (row.absent_up_to && same_family_not_newer(row.symbol, symbol))
            absent(bounds, *row.absent_up_to, row.source);
    }
    for (const SymbolRow& row : rows_)
        if (row.architecture.empty() || row.architecture == architecture)
            add_doubt(bounds, row, symbol);
    if (bounds.present_from && bounds.absent_up_to &&
        *bounds.present_from < bounds.absent_up_to->beyond())
        bounds.absent_up_to.reset();
    return bounds;
}

json SymbolTable::document() const {
    json result = {{"rows", json::array()}, {"scans", json::array()}};
    for (const SymbolRow& row : rows_) result["rows"].push_back(json_of(row));
    for (const SymbolScan& scan : scans_)
        result["scans"].push_back({{"axisOs", scan.axis_os.str()},
                                   {"architecture", scan.architecture},
                                   {"libraries", scan.libraries},
                                   {"source", scan.source}});
    return result;
}

} // namespace acapctl::sdk
