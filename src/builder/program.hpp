#pragma once
// The program of a build tree: what the compiler left under the name that the manifest says.

#include "builder/plan/plan.hpp"
#include "builder/workspace/sources.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace acapctl::builder {

// The hash of the sources that a compiler may look at: all but what is packed as it is (html/,
// LICENSE, additional files) and what is only read by people (*.md).
std::string program_sources(const Plan& plan, const Sources& sources);

// Time of content in nanoseconds since 1970, and size: a tree that travels keeps these, and not its
// inodes. Nothing: no such file.
struct ProgramStamp {
    std::int64_t time = 0;
    std::int64_t size = 0;
    bool operator==(const ProgramStamp&) const = default;
};
using ProgramState = std::optional<ProgramStamp>;
ProgramState program_state(const Plan& plan);

// Whether the compiler, which has run since `before`, did not write the program, or removed it.
// False where nothing compiles, and where the program is one of the sources.
bool is_left_alone(const Plan& plan, const Sources& sources, const ProgramState& before);

// Throws invalid_input, code "program-missing", if it is not there, with what was made instead.
void require_program(const Plan& plan, const Sources& sources);

// `message` with the places of the build tree that the project has too, or nobody has, named as
// those of the project.
std::string in_words_of_project(std::string message, const Plan& plan, const Sources& sources);

} // namespace acapctl::builder
