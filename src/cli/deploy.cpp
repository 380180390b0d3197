#include "cli/verbs.hpp"

namespace acapctl::cli {

void add_deploy(Verbs& verbs) {
    verbs.add("deploy", "in the making", [](Context&) { return ExitCode::unexpected; });
}

} // namespace acapctl::cli
