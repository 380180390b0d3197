#include "cli/app/settings.hpp"

#include "support/files.hpp"
#include "support/private_files.hpp"
#include "support/secret_variables.hpp"
#include "support/toml_reader.hpp"

#include <cstdint>
#include <vector>

namespace acapctl::cli {

namespace {

constexpr std::uint64_t largest_settings = 64U << 10U;

signing::Service service(const TomlReader& reader, const toml::node& node) {
    signing::Service service;
    reader.keys(
        reader.table(node, "sign"), "sign",
        {{"command",
          [&](const toml::node& n) { service.command = reader.strings(n, "sign.command"); }},
         {"url", [&](const toml::node& n) { service.url = reader.string(n, "sign.url"); }},
         {"field", [&](const toml::node& n) { service.field = reader.string(n, "sign.field"); }},
         {"token_variable",
          [&](const toml::node& n) {
              service.token_variable = reader.string(n, "sign.token_variable");
          }},
         {"token_command", [&](const toml::node& n) {
              service.token_command = reader.strings(n, "sign.token_command");
          }}});
    if (!service.token_variable.empty())
        configured_secret_variables().insert(service.token_variable);
    if (service.command.empty() == service.url.empty())
        reader.refuse(node, "[sign] needs either command or url");
    if (!service.url.empty() && !signing::may_carry_token(service.url))
        reader.refuse(node, "sign.url is no https:// address of a host alone",
                      "the package and the token would be open to everybody on the way; a user or "
                      "password in the address would be shown");
    return service;
}

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
                 one_of("engine", settings.engine, {"auto", "docker", "podman", "host"}),
                 {"sign", [&](const toml::node& node) { settings.sign = service(reader, node); }}});
    return settings;
}

std::filesystem::path settings_file() {
    return config_directory() / "config.toml";
}

} // namespace acapctl::cli
