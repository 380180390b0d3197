#pragma once
// `acapctl __complete WORD... CURRENT`: what the shells' completion scripts ask. For each word that
// may stand in place of CURRENT one line, with what it is about behind a tab; ":files" where a path
// may stand. It asks no device and no engine, writes nothing but the answer, and always ends with
// 0.

#include "cli/shared/edges.hpp"

namespace acapctl::cli {

bool asks_completion(int argc, char** argv);
int print_completion(int argc, char** argv, const Edges& edges);

} // namespace acapctl::cli
