#include "cli/verbs.hpp"

namespace acapctl::cli {

void add_probe(Verbs& verbs) {
    verbs.add("probe", "in the making", [](Context&) { return ExitCode::unexpected; });
}

} // namespace acapctl::cli
