#include "cli/verbs.hpp"

namespace acapctl::cli {

void add_logs(Verbs& verbs) {
    verbs.add("logs", "in the making", [](Context&) { return ExitCode::unexpected; });
}

} // namespace acapctl::cli
