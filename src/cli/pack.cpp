#include "cli/verbs.hpp"

namespace acapctl::cli {

void add_pack(Verbs& verbs) {
    verbs.add("pack", "in the making", [](Context&) { return ExitCode::unexpected; });
}

} // namespace acapctl::cli
