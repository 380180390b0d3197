#pragma once
// An SDK image driven through the docker or podman command, which already knows contexts,
// credentials and remote engines.

#include "builder/engines/engine.hpp"

namespace acapctl::builder {

std::unique_ptr<Engine> make_container_engine(EngineKind kind, const sdk::Catalog& catalog,
                                              const EarlyAnswers* early);

} // namespace acapctl::builder
