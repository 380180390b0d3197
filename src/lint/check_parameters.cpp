// Rules about the parameters of an application: paramConfig of a manifest, or param.conf of a
// package without one. The schema takes every text as their type.
#include "lint/findings.hpp"
#include "lint/parameter_type.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <functional>
#include <map>

#include <fmt/format.h>

namespace acapctl::lint {

namespace {

struct Parameter {
    std::string name{};
    std::optional<std::string> value{};
    std::optional<std::string> type{};
    // Reports at "name", "default" or "type".
    std::function<void(std::string_view rule, const char* part, std::string message)> report{};
};

bool looks_secret(const std::string& name) {
    const std::string lower = text::lower(name);
    constexpr std::string_view words[] = {"password", "passwd", "secret",
                                          "token",    "apikey", "api_key"};
    return std::ranges::any_of(
        words, [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

bool is_deprecated(const ParameterType& type) {
    constexpr std::string_view controls[] = {"internal", "const", "writeonly"};
    constexpr std::string_view bases[] = {"radio", "checkbox", "textarea"};
    return std::ranges::find(bases, type.base) != std::end(bases) ||
           std::ranges::any_of(controls, [&](std::string_view control) {
               return text::contains(type.controls, control);
           });
}

void check_type(const Parameter& parameter) {
    const std::string& text = *parameter.type;
    const std::string name = in_quotes(parameter.name);
    const ParameterType type = parse_parameter_type(text);
    if (text::contains(type.controls, "hidden") && looks_secret(parameter.name))
        parameter.report("hidden-parameter-secret", "type",
                         fmt::format("the parameter {} is hidden, not secret", name));
    if (is_deprecated(type))
        parameter.report(
            "deprecated-parameter-type", "type",
            fmt::format("the parameter {} has the deprecated type {}", name, in_quotes(text)));
    if (!type.is_known())
        parameter.report("unknown-parameter-type", "type",
                         fmt::format("the parameter {} has the type {}, which is none of the "
                                     "documented ones",
                                     name, in_quotes(text)));
    if (!parameter.value) return;
    if (const auto why = why_outside(type, *parameter.value))
        parameter.report("parameter-default", "default",
                         fmt::format("the default of the parameter {}: {}", name, *why));
}

void check_all(const std::vector<Parameter>& parameters) {
    std::map<std::string, std::string> seen; // by the name in lower case
    for (const Parameter& parameter : parameters) {
        const auto [first, fresh] = seen.emplace(text::lower(parameter.name), parameter.name);
        if (!fresh && !parameter.name.empty())
            parameter.report(
                "duplicate-parameter", "name",
                first->second == parameter.name
                    ? fmt::format("there are two parameters {}", in_quotes(parameter.name))
                    : fmt::format("{} and {} differ in the case of letters alone",
                                  in_quotes(first->second), in_quotes(parameter.name)));
        if (parameter.type) check_type(parameter);
    }
}

std::optional<std::string> text_of(const JsonNode& node, const char* key) {
    const JsonNode* found = node.find(key);
    if (found == nullptr || !found->is(JsonNode::Kind::string)) return std::nullopt;
    return found->text;
}

void of_manifest(Inspection& inspection, const ManifestFact& fact) {
    const std::string path = "acapPackageConf.configuration.paramConfig";
    const JsonNode* list = fact.document->root.find_path(path);
    if (list == nullptr) return;
    std::vector<Parameter> parameters;
    for (std::size_t i = 0; i < list->items.size(); ++i) {
        const JsonNode& item = list->items[i];
        const auto report = [&inspection, &fact, &item, path,
                             i](std::string_view rule, const char* part, std::string message) {
            inspection.at_value(rule, fact, *item.find(part),
                                fmt::format("$.{}[{}].{}", path, i, part), std::move(message));
        };
        parameters.push_back({.name = text_of(item, "name").value_or(""),
                              .value = text_of(item, "default"),
                              .type = text_of(item, "type"),
                              .report = report});
    }
    check_all(parameters);
}

// `Name="default" type="type"`, or Name=default.
Parameter read_line(std::string_view line, std::size_t equals) {
    constexpr std::string_view mark = " type=\"";
    Parameter parameter{.name = std::string(text::trim(line.substr(0, equals)))};
    std::string_view rest = line.substr(equals + 1);
    const auto type = rest.rfind(mark);
    if (type != std::string_view::npos) {
        const std::string_view text = rest.substr(type + mark.size());
        parameter.type = std::string(text.substr(0, text.rfind('"')));
        rest = rest.substr(0, type);
    }
    rest = text::trim(rest);
    if (rest.size() >= 2 && rest.starts_with('"') && rest.ends_with('"'))
        rest = rest.substr(1, rest.size() - 2);
    parameter.value = std::string(rest);
    return parameter;
}

void of_conf(Inspection& inspection, const std::string& text) {
    std::vector<Parameter> parameters;
    std::size_t number = 0;
    for (const std::string& line : text::lines(text)) {
        ++number;
        const auto equals = line.find('=');
        if (equals == std::string::npos) continue;
        parameters.push_back(read_line(line, equals));
        parameters.back().report = [&inspection, number](std::string_view rule, const char*,
                                                         std::string message) {
            inspection.at_line(rule, "param.conf", number, 1, std::move(message));
        };
    }
    check_all(parameters);
}

} // namespace

void check_parameters(Inspection& inspection) {
    const Subject& subject = inspection.subject;
    for (const ManifestFact& fact : subject.manifests)
        if (fact.document) of_manifest(inspection, fact);
    if (subject.package && subject.manifests.empty() && subject.package->param_conf)
        of_conf(inspection, *subject.package->param_conf);
}

} // namespace acapctl::lint
