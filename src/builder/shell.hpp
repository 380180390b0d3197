#pragma once
// A command in the SDK, on the build tree of a project.

#include "builder/build.hpp"

namespace acapctl::builder {

struct Outcome {
    int status = 0;
    Toolchain toolchain{};
};

// Mirrors the sources as a build does and runs `command` where the compiler would run, on this
// process' own terminal; empty: a shell. The request must come to one plan, else it is a usage
// error. `status` is the command's.
Outcome shell(const Request& request, const std::vector<std::string>& command,
              const sdk::Catalog& catalog, const Observer& observer, std::stop_token stop);

} // namespace acapctl::builder
