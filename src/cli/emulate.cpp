#include "cli/verbs.hpp"

namespace acapctl::cli {

void add_emulate(Verbs& verbs) {
    verbs.add("emulate", "in the making", [](Context&) { return ExitCode::unexpected; });
}

} // namespace acapctl::cli
