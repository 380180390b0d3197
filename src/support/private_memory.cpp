#include "support/private_memory.hpp"

#include <optional>

#include <sys/prctl.h>
#include <sys/resource.h>

namespace acapctl {

namespace {

std::optional<rlimit> found; // NOLINT: written once, before there are threads

} // namespace

void keep_memory_private() {
    // A core_pattern that names a program ignores the limit, and obeys this.
    ::prctl(PR_SET_DUMPABLE, 0);
    rlimit limit{};
    if (found || ::getrlimit(RLIMIT_CORE, &limit) != 0) return;
    found = limit;
    limit.rlim_cur = 0; // the hard limit stays, or children could not have it back
    ::setrlimit(RLIMIT_CORE, &limit);
}

void restore_core_limit() noexcept {
    if (found) ::setrlimit(RLIMIT_CORE, &*found);
}

} // namespace acapctl
