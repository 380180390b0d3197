#include "build/engine.hpp"

#include "acapctl/error.hpp"
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

std::unique_ptr<Engine> chosen(const std::string& program, const EngineOptions& options,
                               const std::stop_token& stop) {
    if (!find_program(program))
        throw_unavailable(fmt::format("{} is not installed", program), "install " + program);
    if (!sdk::engine_answers(program, stop))
        throw_unavailable(fmt::format("{} is installed but does not answer", program),
                          "see what '" + program + " version' says");
    return make_container_engine(program, options);
}

} // namespace

std::unique_ptr<Engine> make_engine(const EngineOptions& options, const Observer& observer,
                                    std::stop_token stop) {
    switch (options.choice) {
    case EngineChoice::docker:
        return chosen("docker", options, stop);
    case EngineChoice::podman:
        return chosen("podman", options, stop);
    case EngineChoice::host:
        return make_host_engine();
    case EngineChoice::automatic:
        break;
    }
    if (const auto program = sdk::first_engine(stop)) {
        // Images of the one are not images of the other, so a gigabyte may be fetched again.
        if (*program == "podman" && find_program("docker"))
            observer.note("docker is installed but does not answer: building with podman");
        return make_container_engine(*program, options);
    }
    const bool has_docker = find_program("docker").has_value();
    const bool has_podman = find_program("podman").has_value();
    if (has_docker || has_podman)
        throw_unavailable(
            fmt::format("{} is installed but does not answer", has_docker ? "docker" : "podman"),
            "start the container engine");
    throw_unavailable("neither docker nor podman is installed", "install one of them");
}

} // namespace acapctl::build
