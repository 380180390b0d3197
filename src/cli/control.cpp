#include "cli/verbs.hpp"

namespace acapctl::cli {

void add_control(Verbs& verbs) {
    verbs.add("control", "in the making", [](Context&) { return ExitCode::unexpected; });
}

} // namespace acapctl::cli
