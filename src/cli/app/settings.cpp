#include "cli/app/settings.hpp"

#include "acapctl/error.hpp"
#include "support/files.hpp"
#include "support/private_files.hpp"
#include "support/text.hpp"
#include "support/toml.hpp"

#include <cstdint>
#include <vector>

#include <fmt/format.h>

namespace acapctl::cli {

namespace {

constexpr std::uint64_t largest_settings = 64U << 10U;

struct Setting {
    std::string_view key;
    std::string Settings::*value;
    std::vector<std::string> allowed;
};

const std::vector<Setting>& known_settings() {
    static const std::vector<Setting> known{
        {"color", &Settings::color, {"auto", "always", "never"}},
        {"engine", &Settings::engine, {"auto", "docker", "podman", "host"}},
    };
    return known;
}

[[noreturn]] void fail_at(const std::filesystem::path& file, const toml::source_region& where,
                          const std::string& what, const std::string& hint) {
    throw_invalid(
        fmt::format("{}:{}:{}: {}", visible_path(file), where.begin.line, where.begin.column, what),
        hint);
}

void read_setting(const std::filesystem::path& file, const toml::key& key, const toml::node& node,
                  Settings& settings) {
    std::vector<std::string> names;
    for (const Setting& setting : known_settings()) {
        names.emplace_back(setting.key);
        if (key.str() != setting.key) continue;
        const auto value = node.value_exact<std::string>();
        if (!value || !text::contains(setting.allowed, *value))
            fail_at(file, node.source(),
                    fmt::format("{} is one of {}", setting.key, text::join(setting.allowed, ", ")),
                    "write it between quotation marks");
        settings.*setting.value = *value;
        return;
    }
    const std::string name(key.str());
    const std::string suggestion = text::did_you_mean(name, names);
    fail_at(file, key.source(), fmt::format("'{}' is no setting", text::visible(name)),
            suggestion.empty() ? "known are: " + text::join(names, ", ") : suggestion);
}

} // namespace

Settings read_settings(const std::filesystem::path& file) {
    Settings settings;
    const auto text = read_private_file(file, Privacy::ours, largest_settings);
    if (!text) return settings;
    const toml::table table = parse_toml(*text, file.string());
    for (const auto& [key, node] : table) read_setting(file, key, node, settings);
    return settings;
}

std::filesystem::path settings_file() {
    return config_directory() / "config.toml";
}

} // namespace acapctl::cli
