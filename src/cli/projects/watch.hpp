#pragma once
// Doing something again whenever the sources change.

#include "cli/app/verb.hpp"

#include <filesystem>

namespace acapctl::cli {

// Carries out `action` and ends it, as Ctrl-C would, when something below `directory` changes; then
// carries it out again. What cannot be built waits for the next change. Ends with Ctrl-C, with an
// error that no change of the sources mends, or when the action ends by itself.
ExitCode again_on_change(const std::filesystem::path& directory, Context& context,
                         const Action& action);

} // namespace acapctl::cli
