#include "builder/engines/engine.hpp"

#include "acapctl/error.hpp"
#include "builder/engines/container_engine.hpp"
#include "builder/engines/host_engine.hpp"
#include "builder/engines/local_engine.hpp"
#include "builder/plan/plan.hpp"
#include "engine/container.hpp"
#include "engine/refusal.hpp"
#include "support/program_output.hpp"

#include <fmt/format.h>

namespace acapctl::builder {

namespace {

[[noreturn]] void throw_unavailable(std::string message, const std::string& how) {
    throw Error({.kind = ErrorKind::engine_unavailable,
                 .code = "engine-unavailable",
                 .message = std::move(message),
                 .hint = how,
                 .advice = {{Advice::build_on_this_machine}}});
}

std::string silence(const std::string& program, const std::string& complaint) {
    return fmt::format("{} is installed but does not answer ({})", program, complaint);
}

[[noreturn]] void throw_silent(const std::string& program, const std::string& complaint) {
    throw_unavailable(silence(program, complaint),
                      engine::hint_for(complaint, program, "",
                                       fmt::format("see what '{} {}' says", program,
                                                   program == "podman" ? "info" : "version")));
}

EngineKind chosen(EngineKind kind, const std::stop_token& stop) {
    const std::string program = engine_name(kind);
    if (!find_program(program))
        throw_unavailable(fmt::format("{} is not installed", program), "install " + program);
    if (const auto complaint = engine::engine_complaint(program, stop))
        throw_silent(program, *complaint);
    return kind;
}

EngineKind docker_or_podman(const Observer& observer, const std::stop_token& stop) {
    const bool has_podman = find_program("podman").has_value();
    if (!find_program("docker")) {
        if (!has_podman)
            throw_unavailable("neither docker nor podman is installed", "install one of them");
        return chosen(EngineKind::podman, stop);
    }
    const auto complaint = engine::engine_complaint("docker", stop);
    if (!complaint) return EngineKind::docker;
    if (!has_podman || !engine::engine_answers("podman", stop)) throw_silent("docker", *complaint);
    // Images of the one are not images of the other, so a gigabyte may be fetched again.
    observer.note(silence("docker", *complaint) + ": building with podman");
    return EngineKind::podman;
}

} // namespace

EngineKind resolve_engine(std::optional<EngineKind> asked, const Observer& observer,
                          std::stop_token stop) {
    if (!asked) return docker_or_podman(observer, stop);
    return uses_containers(*asked) ? chosen(*asked, stop) : *asked;
}

EngineKind likely_engine(std::optional<EngineKind> asked) {
    if (asked) return *asked;
    const bool only_podman = !find_program("docker") && find_program("podman");
    return only_podman ? EngineKind::podman : EngineKind::docker;
}

int Engine::run_step(const Step& step, const std::function<void(std::string_view)>& on_line,
                     std::stop_token stop) const {
    Command command{
        .arguments = step.arguments, .directory = step.directory, .environment = step.environment};
    if (lock_ >= 0) command.keep_open = {lock_};
    if (step.attached) return acapctl::run_attached(command, std::move(stop));
    command.on_line = [&](std::string_view line) { on_line(without_overwritten(line)); };
    return acapctl::run(command, std::move(stop)).status;
}

std::unique_ptr<Engine> make_engine(EngineKind kind, const sdk::Catalog& catalog,
                                    const EarlyAnswers* early) {
    if (uses_containers(kind)) return make_container_engine(kind, catalog, early);
    return kind == EngineKind::local ? make_local_engine() : make_host_engine();
}

} // namespace acapctl::builder
