#pragma once
// The program behind main(): parse, dispatch, turn an Error into an exit code.

#include "cli/shared/edges.hpp"

#include <stop_token>

namespace acapctl::cli {

// With signals that stop it, and the world as it is. Returns the exit code.
int run_program(int argc, char** argv);

// One command line in a world that is handed in.
int run_command_line(int argc, char** argv, const Edges& edges, const std::stop_token& stop);

} // namespace acapctl::cli
