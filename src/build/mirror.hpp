#pragma once
// A build tree that follows the sources: what changed is copied, what vanished is removed, what
// the compiler left there stays. So sources are never dirtied and make still works incrementally.

#include "build/sources.hpp"

namespace acapctl::build {

struct MirrorResult {
    std::size_t copied = 0;
    std::size_t removed = 0;
    std::size_t kept = 0;
};

// Makes `tree` follow the directory `from`, whose survey is `sources`, remembering in the file
// `state` what was copied. A copied file gets the current time, so that make rebuilds it even when
// it was replaced by an older one; one that was only touched is not copied.
MirrorResult mirror(const std::filesystem::path& from, const Sources& sources,
                    const std::filesystem::path& tree, const std::filesystem::path& state);

} // namespace acapctl::build
