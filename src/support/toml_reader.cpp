#include "support/toml_reader.hpp"

#include "support/text.hpp"

#include <fmt/format.h>

namespace acapctl {

void TomlReader::keys(const toml::table& table, std::string_view section,
                      const Handlers& handlers) const {
    for (const auto& [key, node] : table) {
        const auto handler = handlers.find(std::string(key.str()));
        if (handler == handlers.end()) refuse_key(key, section, handlers);
        handler->second(node);
    }
}

const toml::table& TomlReader::table(const toml::node& node, std::string_view what) const {
    if (!node.is_table()) refuse(node, fmt::format("{} is not a table", text::visible(what)));
    return *node.as_table();
}

const toml::array& TomlReader::array(const toml::node& node, std::string_view what) const {
    if (!node.is_array()) refuse(node, fmt::format("{} is not an array", text::visible(what)));
    return *node.as_array();
}

std::string TomlReader::string(const toml::node& node, std::string_view what) const {
    if (!node.is_string())
        refuse(node, fmt::format("{} is not a string", text::visible(what)),
               "write it between quotation marks");
    return **node.as_string();
}

std::vector<std::string> TomlReader::strings(const toml::node& node, std::string_view what) const {
    if (!node.is_array())
        refuse(node, fmt::format("{} is not an array of strings", text::visible(what)),
               R"(write it as ["a", "b"])");
    std::vector<std::string> result;
    for (const toml::node& each : *node.as_array())
        result.push_back(string(each, fmt::format("an entry of {}", what)));
    return result;
}

bool TomlReader::boolean(const toml::node& node, std::string_view what) const {
    if (!node.is_boolean())
        refuse(node, fmt::format("{} is not true or false", text::visible(what)));
    return **node.as_boolean();
}

std::string TomlReader::one_of(const toml::node& node, std::string_view what,
                               const std::vector<std::string>& values) const {
    std::string value = string(node, what);
    if (text::contains(values, value)) return value;
    const std::string suggestion = text::did_you_mean(value, values);
    refuse(node, fmt::format("{} is '{}'", text::visible(what), text::visible(value)),
           suggestion.empty() ? "it is one of " + text::join(values, ", ") : suggestion);
}

std::string TomlReader::place(const toml::source_region& where) const {
    return fmt::format("{}:{}:{}", text::visible(file_), where.begin.line, where.begin.column);
}

void TomlReader::refuse(const toml::node& node, const std::string& why, const std::string& hint,
                        std::vector<Advice> advice) const {
    throw_invalid(place(node.source()) + ": " + why, hint, std::move(advice));
}

void TomlReader::refuse_key(const toml::key& key, std::string_view section,
                            const Handlers& handlers) const {
    std::vector<std::string> known;
    for (const auto& [each, handler] : handlers) known.push_back(each);
    const std::string suggestion = text::did_you_mean(key.str(), known);
    throw_invalid(
        fmt::format("{}: unknown key '{}'{}", place(key.source()), text::visible(key.str()),
                    section.empty() ? "" : fmt::format(" in [{}]", text::visible(section))),
        suggestion.empty() ? "known: " + text::join(known, ", ") : suggestion);
}

} // namespace acapctl
