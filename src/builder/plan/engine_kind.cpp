#include "builder/plan/engine_kind.hpp"

namespace acapctl::builder {

bool uses_containers(EngineKind kind) {
    return kind == EngineKind::docker || kind == EngineKind::podman;
}

std::string engine_name(EngineKind kind) {
    switch (kind) {
    case EngineKind::docker:
        return "docker";
    case EngineKind::podman:
        return "podman";
    case EngineKind::local:
        return "local";
    case EngineKind::host:
        break;
    }
    return "host";
}

std::optional<EngineKind> engine_named(std::string_view name) {
    for (const EngineKind kind :
         {EngineKind::docker, EngineKind::podman, EngineKind::local, EngineKind::host})
        if (name == engine_name(kind)) return kind;
    return std::nullopt;
}

} // namespace acapctl::builder
