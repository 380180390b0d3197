#pragma once
// Which images a Dockerfile builds on or copies from.

#include "builder/plan/dockerfile.hpp"

namespace acapctl::builder {

// Every image that the file takes something from, in order of appearance; nothing if it cannot be
// told, if one has no name that an engine would take, or if it also takes something from the
// network by itself (ADD of a URL). What a command of RUN fetches is not seen.
std::optional<std::vector<std::string>> images_used(const Dockerfile& file, const Arguments& given);

} // namespace acapctl::builder
