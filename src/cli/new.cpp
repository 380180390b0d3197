#include "cli/verbs.hpp"

namespace acapctl::cli {

void add_new(Verbs& verbs) {
    verbs.add("new", "in the making", [](Context&) { return ExitCode::unexpected; });
}

} // namespace acapctl::cli
