#include "cli/verbs.hpp"

namespace acapctl::cli {

void add_policy(Verbs& verbs) {
    verbs.add("policy", "in the making", [](Context&) { return ExitCode::unexpected; });
}

} // namespace acapctl::cli
