#include "cli/app/settings.hpp"

#include "support/files.hpp"
#include "support/private_files.hpp"
#include "support/toml_reader.hpp"

#include <cstdint>
#include <vector>

namespace acapctl::cli {

namespace {

constexpr std::uint64_t largest_settings = 64U << 10U;

} // namespace

Settings read_settings(const std::filesystem::path& file) {
    Settings settings;
    const auto text = read_private_file(file, Privacy::ours, largest_settings);
    if (!text) return settings;
    const TomlReader reader(file.string());
    const auto one_of = [&](const char* key, std::string& target, std::vector<std::string> values) {
        return std::pair(std::string(key), [&reader, key, &target, values](const toml::node& node) {
            target = reader.one_of(node, key, values);
        });
    };
    reader.keys(parse_toml(*text, file.string()), "",
                {one_of("color", settings.color, {"auto", "always", "never"}),
                 one_of("engine", settings.engine, {"auto", "docker", "podman", "host"})});
    return settings;
}

std::filesystem::path settings_file() {
    return config_directory() / "config.toml";
}

} // namespace acapctl::cli
