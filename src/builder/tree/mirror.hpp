#pragma once
// A build tree that follows the sources: what changed is copied, what vanished is removed, what
// the compiler left there stays. So sources are never dirtied and make still works incrementally.

#include "builder/workspace/sources.hpp"
#include "support/beneath.hpp"

namespace acapctl::builder {

struct MirrorResult {
    std::size_t copied = 0;
    std::size_t removed = 0;
    std::size_t kept = 0;
};

// What is in a tree of the sources: by path relative to it, the identity of what was copied.
using Copied = std::map<std::string, std::string>;

// Makes `tree` follow the directory `from`, whose survey is `sources`; `copied` is what was copied
// so far, and then what is. A copied file gets the current time, so that make rebuilds it even when
// it was replaced by an older one; one that was only touched is not copied. A compiler may have put
// links in the place of files and directories: they are replaced, never followed. If this throws,
// `copied` says nothing.
MirrorResult mirror(const std::filesystem::path& from, const Sources& sources, const Beneath& tree,
                    Copied& copied);

// The path for whose sake what was made in the tree cannot be believed, because make does not see
// it: a source that is gone, or a file that says how to build and is another or new. Empty: none.
std::string outdated_by(const Copied& copied, const Sources& sources);

} // namespace acapctl::builder
