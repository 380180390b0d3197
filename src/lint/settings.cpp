#include "lint/settings.hpp"

#include "acapctl/error.hpp"
#include "lint/rules.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

namespace acapctl::lint {

namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const toml::source_region& where,
                         const std::string& what, const std::string& hint = {}) {
    throw_invalid(fmt::format("{}:{}:{}: {}", text::visible(file.string()), where.begin.line,
                              where.begin.column, what),
                  hint);
}

Ignore read_ignore(const std::filesystem::path& file, const toml::node& node) {
    const toml::table* entry = node.as_table();
    if (entry == nullptr)
        refuse(file, node.source(), "an entry of lint.ignore is not a table",
               R"(Write {id = "...", reason = "..."}.)");
    Ignore ignore{.id = (*entry)["id"].value_or(std::string{}),
                  .reason = std::string(text::trim((*entry)["reason"].value_or(std::string{})))};
    if (find_rule(ignore.id) == nullptr) {
        std::vector<std::string> known;
        for (const Rule& each : rules()) known.push_back(each.id);
        refuse(file, node.source(),
               fmt::format("lint.ignore names no rule: '{}'", text::visible(ignore.id)),
               text::did_you_mean(ignore.id, known));
    }
    if (ignore.reason.empty())
        refuse(file, node.source(),
               fmt::format("lint.ignore gives no reason for ignoring {}", ignore.id),
               R"(Add reason = "...": the next reader will ask.)");
    return ignore;
}

} // namespace

std::vector<Ignore> read_ignores(const std::filesystem::path& directory) {
    const std::filesystem::path file = directory / "acapctl.toml";
    std::error_code error;
    if (!std::filesystem::exists(file, error)) return {};
    const std::string source = read_file(file, 1U << 20U);
    toml::table table;
    try {
        table = toml::parse(source);
    } catch (const toml::parse_error& problem) {
        refuse(file, problem.source(), text::visible(problem.description()));
    }
    std::vector<Ignore> ignores;
    const auto list = table["lint"]["ignore"];
    if (!list) return ignores;
    if (!list.is_array()) refuse(file, list.node()->source(), "lint.ignore is not an array");
    for (const toml::node& node : *list.as_array()) ignores.push_back(read_ignore(file, node));
    return ignores;
}

} // namespace acapctl::lint
