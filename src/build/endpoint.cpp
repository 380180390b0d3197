#include "build/endpoint.hpp"

#include "support/environment.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <nlohmann/json.hpp>

namespace acapctl::build {

namespace fs = std::filesystem;

namespace {

// The context that `docker context use` chose; read here, because asking docker takes longer than
// a build that has nothing to do.
std::string configured_context() {
    const std::string home = environment("HOME").value_or("");
    const fs::path file =
        fs::path(environment("DOCKER_CONFIG").value_or(home + "/.docker")) / "config.json";
    std::error_code missing;
    if (!fs::is_regular_file(file, missing)) return {};
    return string_at(nlohmann::json::parse(read_file(file), nullptr, false), "currentContext");
}

// DOCKER_HOST wins over every context, as in docker itself.
std::string docker_address() {
    if (const auto host = environment("DOCKER_HOST")) return *host;
    const std::string context = environment("DOCKER_CONTEXT").value_or(configured_context());
    if (context.empty() || context == "default") return {};
    return std::string(text::trim(run({.arguments = {"docker", "context", "inspect", "--format",
                                                     "{{.Endpoints.docker.Host}}", context}})
                                      .output));
}

} // namespace

bool is_remote_address(std::string_view address) {
    return !address.empty() && !address.starts_with("unix:") && !address.starts_with("npipe:");
}

bool engine_is_remote(const std::string& program) {
    if (program == "docker") return is_remote_address(docker_address());
    if (program != "podman") return false;
    // A named connection is one that `podman system connection add` made: a machine by ssh.
    return environment("CONTAINER_CONNECTION").has_value() ||
           is_remote_address(environment("CONTAINER_HOST").value_or(""));
}

} // namespace acapctl::build
