#pragma once
// A build tree that follows the sources: what changed is copied, what vanished is removed, what
// the compiler left there stays. So sources are never dirtied and make still works incrementally.

#include <filesystem>

namespace acapctl::build {

struct MirrorResult {
    std::size_t copied = 0;
    std::size_t removed = 0;
    std::size_t kept = 0;
};

enum class History { leave_out, keep }; // .git and its like

// Makes `tree` follow `source`, remembering in the file `state` what was copied when. Left out:
// version control unless it is kept, packages (*.eap), and the directory `own` (where build trees
// live). A copied file gets the current time, so that make rebuilds it even when it was replaced by
// an older one.
MirrorResult mirror(const std::filesystem::path& source, const std::filesystem::path& tree,
                    const std::filesystem::path& state, const std::filesystem::path& own,
                    History history = History::leave_out);

} // namespace acapctl::build
