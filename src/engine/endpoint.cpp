#include "engine/endpoint.hpp"

#include "engine/ask_engine.hpp"
#include "support/environment.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

#include <nlohmann/json.hpp>

namespace acapctl::engine {

namespace fs = std::filesystem;
using namespace nlohmann::literals;

namespace {

// The client's own settings; read here, because asking docker takes longer than a build that has
// nothing to do.
DockerSettings docker_settings() {
    const std::string home = environment("HOME").value_or("");
    const fs::path file =
        fs::path(environment("DOCKER_CONFIG").value_or(home + "/.docker")) / "config.json";
    std::error_code missing;
    if (!fs::is_regular_file(file, missing)) return {};
    return parse_docker_settings(read_file(file));
}

// Empty: the default one.
std::string docker_context() {
    const std::string context = environment("DOCKER_CONTEXT").value_or(docker_settings().context);
    return context == "default" ? "" : context;
}

// DOCKER_HOST wins over every context, as in docker itself.
std::string docker_address() {
    if (const auto host = environment("DOCKER_HOST")) return *host;
    const std::string context = docker_context();
    if (context.empty()) return {};
    return std::string(text::trim(
        ask_engine(
            {"docker", "context", "inspect", "--format", "{{.Endpoints.docker.Host}}", context}, {})
            .output));
}

} // namespace

DockerSettings parse_docker_settings(std::string_view text) {
    const auto settings = parse_foreign(text);
    return {.context = string_at(settings, "currentContext"),
            .builder = string_at(settings, "/aliases/builder"_json_pointer)};
}

bool is_remote_address(std::string_view address) {
    return !address.empty() && !address.starts_with("unix:") && !address.starts_with("npipe:");
}

std::optional<std::string> socket_of_docker() {
    const auto host = environment("DOCKER_HOST");
    if (!host && docker_context().empty()) return "/var/run/docker.sock";
    constexpr std::string_view scheme = "unix://";
    if (!host || !host->starts_with(scheme)) return std::nullopt;
    return host->substr(scheme.size());
}

bool engine_is_remote(const std::string& program) {
    if (program == "docker") return is_remote_address(docker_address());
    if (program != "podman") return false;
    // A named connection is one that `podman system connection add` made: a machine by ssh.
    return environment("CONTAINER_CONNECTION").has_value() ||
           is_remote_address(environment("CONTAINER_HOST").value_or(""));
}

bool has_other_builder(const std::string& program) {
    // The classic builder, whatever else is set.
    if (program != "docker" || environment("DOCKER_BUILDKIT") == "0") return false;
    if (environment("BUILDX_BUILDER")) return true;
    return !docker_settings().builder.empty();
}

} // namespace acapctl::engine
