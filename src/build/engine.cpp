#include "build/engine.hpp"

#include "acapctl/error.hpp"
#include "build/plan.hpp"
#include "sdk/container.hpp"

#include <fmt/format.h>

namespace acapctl::build {

namespace {

[[noreturn]] void throw_unavailable(std::string message, const std::string& how) {
    throw Error({.exit = ExitCode::engine_unavailable,
                 .code = "engine-unavailable",
                 .message = std::move(message),
                 .hint = how + ", or use this machine's own cross compilers with --engine host"});
}

std::string chosen(const std::string& program, const std::stop_token& stop) {
    if (!find_program(program))
        throw_unavailable(fmt::format("{} is not installed", program), "install " + program);
    if (!sdk::engine_answers(program, stop))
        throw_unavailable(fmt::format("{} is installed but does not answer", program),
                          "see what '" + program + " version' says");
    return program;
}

} // namespace

std::string resolve_engine(EngineChoice choice, const Observer& observer, std::stop_token stop) {
    switch (choice) {
    case EngineChoice::docker:
        return chosen("docker", stop);
    case EngineChoice::podman:
        return chosen("podman", stop);
    case EngineChoice::host:
        return "host";
    case EngineChoice::automatic:
        break;
    }
    if (const auto program = sdk::first_engine(stop)) {
        // Images of the one are not images of the other, so a gigabyte may be fetched again.
        if (*program == "podman" && find_program("docker"))
            observer.note("docker is installed but does not answer: building with podman");
        return *program;
    }
    const bool has_docker = find_program("docker").has_value();
    const bool has_podman = find_program("podman").has_value();
    if (has_docker || has_podman)
        throw_unavailable(
            fmt::format("{} is installed but does not answer", has_docker ? "docker" : "podman"),
            "start the container engine");
    throw_unavailable("neither docker nor podman is installed", "install one of them");
}

std::string likely_engine(EngineChoice choice) {
    if (choice == EngineChoice::host) return "host";
    if (choice == EngineChoice::podman) return "podman";
    const bool only_podman = !find_program("docker") && find_program("podman");
    return choice == EngineChoice::automatic && only_podman ? "podman" : "docker";
}

int run_step(const Step& step, const std::function<void(std::string_view)>& on_line,
             std::stop_token stop) {
    Command command{
        .arguments = step.arguments, .directory = step.directory, .environment = step.environment};
    if (step.attached) return run_attached(command, std::move(stop));
    command.on_line = on_line;
    return run(command, std::move(stop)).status;
}

std::unique_ptr<Engine> make_engine(const std::string& name) {
    if (name == "local") return make_local_engine();
    return name == "host" ? make_host_engine() : make_container_engine(name);
}

} // namespace acapctl::build
