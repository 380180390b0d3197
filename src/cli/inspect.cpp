#include "cli/verbs.hpp"

namespace acapctl::cli {

void add_inspect(Verbs& verbs) {
    verbs.add("inspect", "in the making", [](Context&) { return ExitCode::unexpected; });
}

} // namespace acapctl::cli
