#include "cli/verbs.hpp"

namespace acapctl::cli {

void add_list(Verbs& verbs) {
    verbs.add("list", "in the making", [](Context&) { return ExitCode::unexpected; });
}

} // namespace acapctl::cli
