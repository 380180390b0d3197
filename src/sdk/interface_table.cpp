#include "sdk/interface_table.hpp"

#include "sdk/model_rules.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::data {
extern const std::string_view sdk_interfaces;
}

namespace acapctl::sdk {

namespace {

using Json = nlohmann::json;
using Texts = std::vector<std::string>;

Texts texts(const Json& row, const char* key) {
    return row.value(key, Texts{});
}

AxisOsRange range(const Json& row) {
    AxisOsRange range;
    if (row.contains("min")) range.min = AxisOs::parse(row["min"].get<std::string>());
    if (row.contains("max")) range.max = AxisOs::parse(row["max"].get<std::string>());
    return range;
}

// 127.0.0.N for all but these N, the network and its broadcast.
Texts loopback_addresses(const Json& except) {
    Texts words;
    for (int n = 1; n < 255; ++n)
        if (std::ranges::find(except, Json(n)) == except.end())
            words.push_back(fmt::format("127.0.0.{}", n));
    return words;
}

Traces traces(const Json& row) {
    Traces traces{.libraries = texts(row, "libraries"),
                  .functions = texts(row, "functions"),
                  .versions = texts(row, "versions"),
                  .packages = texts(row, "packages"),
                  .words = texts(row, "words"),
                  .files = texts(row, "files"),
                  .cgi_types = texts(row, "cgiTypes"),
                  .unusual_scripts = row.value("unusualScripts", false)};
    if (row.contains("loopbackExcept")) traces.words = loopback_addresses(row["loopbackExcept"]);
    return traces;
}

Right read_right(const Json& row) {
    return {.what = row.at("what"),
            .traces = traces(row),
            .functions_decide = row.value("functionsDecide", false),
            .file_known = row.value("fileKnown", true),
            .certain = row.value("certain", true),
            .with_library = row.value("withLibrary", ""),
            .otherwise = texts(row, "otherwise"),
            .group = row.value("group", ""),
            .methods = texts(row, "methods"),
            .resources = texts(row, "resources"),
            .axis_os = range(row),
            .confidence = confidence_of(row),
            .source = row.at("source")};
}

Interface read_interface(const Json& row) {
    return {.what = row.at("what"),
            .traces = traces(row),
            .axis_os = range(row),
            .mend = row.value("mend", ""),
            .confidence = confidence_of(row),
            .source = row.at("source")};
}

Weight weight_named(const std::string& name) {
    static const std::map<std::string, Weight> known{
        {"note", Weight::note}, {"warning", Weight::warning}, {"error", Weight::error}};
    return known.at(name);
}

std::array<Weight, 4> read_weights(const Json& row) {
    std::array<Weight, 4> weights{};
    const std::array<const char*, 4> names{"O", "M", "T", "G"};
    for (std::size_t i = 0; i < names.size(); ++i)
        weights.at(i) = weight_named(row.at(names.at(i)).get<std::string>());
    return weights;
}

void add(Texts& to, const Texts& more) {
    for (const std::string& each : more) text::add_once(to, each);
}

Texts all_words(const std::vector<Right>& rights, const std::vector<Interface>& names) {
    Texts words;
    for (const Right& right : rights) {
        add(words, right.traces.words);
        add(words, right.traces.libraries);
        for (const std::string& method : right.methods) text::add_once(words, service_of(method));
        if (!right.with_library.empty()) text::add_once(words, right.with_library);
    }
    for (const Interface& name : names) add(words, name.traces.words);
    for (const LarodDevice& device : ModelRules::built_in().devices())
        text::add_once(words, device.name);
    return words;
}

} // namespace

std::string Right::asks() const {
    if (!group.empty()) return fmt::format("group '{}'", group);
    if (!methods.empty())
        return fmt::format("D-Bus method{} {}", methods.size() == 1 ? "" : "s",
                           text::join(methods, " and "));
    return fmt::format("resource '{}'", resources.front());
}

InterfaceTable::InterfaceTable(std::string_view source) {
    const Json data = Json::parse(source);
    for (const Json& row : data.at("rights")) rights_.push_back(read_right(row));
    for (const Json& row : data.at("interfaces")) interfaces_.push_back(read_interface(row));
    for (const Json& row : data.at("names")) names_.push_back(read_interface(row));
    for (const Json& row : data.at("olderVersions"))
        older_versions_.push_back({.functions = texts(row, "functions"), .mend = row.at("mend")});
    const std::array<const char*, 4> findings{"gone", "tooNew", "right", "rightInDoubt"};
    for (std::size_t i = 0; i < findings.size(); ++i)
        weights_.at(i) = read_weights(data.at("weights").at(findings.at(i)));
    words_ = WordSearch(all_words(rights_, names_));
    for (const Right& right : rights_) add(functions_, right.traces.functions);
    for (const Interface& each : interfaces_) add(functions_, each.traces.functions);
    std::ranges::sort(functions_);
}

const InterfaceTable& InterfaceTable::built_in() {
    static const InterfaceTable table(acapctl::data::sdk_interfaces);
    return table;
}

Weight InterfaceTable::weight(InterfaceFinding finding, Confidence confidence) const {
    return weights_.at(static_cast<std::size_t>(finding)).at(static_cast<std::size_t>(confidence));
}

std::string InterfaceTable::mend_of_version(const Texts& functions) const {
    for (const OlderVersion& row : older_versions_)
        for (const std::string& known : row.functions)
            if (std::ranges::any_of(functions, [&](const std::string& function) {
                    return known.ends_with('_') ? function.starts_with(known) : function == known;
                }))
                return row.mend;
    return {};
}

bool InterfaceTable::knows_function(std::string_view name) const {
    return std::ranges::binary_search(functions_, name);
}

bool is_library(std::string_view soname, std::string_view library) {
    return soname.starts_with(library) &&
           (soname.size() == library.size() || soname[library.size()] == '.');
}

std::string service_of(std::string_view method) {
    const auto parts = text::split(method, '.');
    return text::join(
        {parts.begin(), parts.begin() + std::min<std::ptrdiff_t>(3, std::ssize(parts))}, ".");
}

} // namespace acapctl::sdk
