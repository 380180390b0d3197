#pragma once
// The engines, by the names that options, the project file and build records have for them.

#include <optional>
#include <string>
#include <string_view>

namespace acapctl::builder {

// local: an SDK on this machine. host: this machine's own cross compilers.
enum class EngineKind { docker, podman, local, host };

// docker and podman.
bool uses_containers(EngineKind kind);

std::string engine_name(EngineKind kind);
// Nothing for a name that is none, as "auto" or "".
std::optional<EngineKind> engine_named(std::string_view name);

} // namespace acapctl::builder
