#include "cli/verbs.hpp"

namespace acapctl::cli {

void add_run(Verbs& verbs) {
    verbs.add("run", "in the making", [](Context&) { return ExitCode::unexpected; });
}

} // namespace acapctl::cli
