#pragma once
// Where a container engine runs, and what builds its images. An engine on another machine, or in
// another container, cannot mount the directories of this one.

#include <optional>
#include <string>
#include <string_view>

namespace acapctl::engine {

// What matters of docker's own config.json; empty where it says nothing or is damaged.
struct DockerSettings {
    std::string context{}; // currentContext
    std::string builder{}; // what `docker build` calls instead of the engine's own
};
DockerSettings parse_docker_settings(std::string_view text);

// Whether an address as DOCKER_HOST has it is anything but a socket of this machine; empty is not.
bool is_remote_address(std::string_view address);

// The file of the socket on which docker's daemon listens, by DOCKER_HOST or as it is by default.
// Nothing where a context says more, or where it is no socket of this machine.
std::optional<std::string> socket_of_docker();

// Of the engine that `program` talks to, by its environment and configuration; asks no daemon.
bool engine_is_remote(const std::string& program);

// Whether `program build` goes to a builder of buildx that need not be the engine's own, as one in
// a cluster: BUILDX_BUILDER names it, or `docker buildx install` and `use` chose it. Without either
// docker takes the builder of the engine.
bool has_other_builder(const std::string& program);

} // namespace acapctl::engine
