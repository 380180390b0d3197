#include "cli/verbs.hpp"

namespace acapctl::cli {

void add_build(Verbs& verbs) {
    verbs.add("build", "in the making", [](Context&) { return ExitCode::unexpected; });
}

} // namespace acapctl::cli
