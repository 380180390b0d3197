#pragma once
// Questions to docker or podman: what they can answer at once, without a network.

#include "support/subprocess.hpp"

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

namespace acapctl::engine {

// How long an engine has for an answer: $ACAPCTL_ENGINE_TIMEOUT, else 30 s.
std::chrono::milliseconds engine_patience();

// Runs the command, the engine's name first. Throws engine_unavailable that names the question if
// the answer is not whole within `limit`, or is larger than `bytes`.
CommandResult ask_engine(const std::vector<std::string>& command, const std::stop_token& stop,
                         std::chrono::milliseconds limit = engine_patience(),
                         std::size_t bytes = 16U << 20U);

// For an answer that is there, but is not what the question asks for.
[[noreturn]] void throw_nonsense(const std::vector<std::string>& command);

} // namespace acapctl::engine
