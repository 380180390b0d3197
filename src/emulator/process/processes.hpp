#pragma once
// What runs below a process, as /proc shows it. Processes come and go while it is read: what has
// ended is left out, and nothing throws for it.

#include <cstdint>
#include <vector>

#include <sys/types.h>

namespace acapctl::emulator {

// `pid` and everything below it, children behind parents; of a flood of them the first ones.
std::vector<pid_t> process_tree(pid_t pid);

struct Usage {
    std::uint64_t tasks = 0;  // processes and their threads
    std::uint64_t memory = 0; // bytes of their own that are in use: no files, no reservations
};

// `pids` together.
Usage usage_of(const std::vector<pid_t>& pids);

} // namespace acapctl::emulator
