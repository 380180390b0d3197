#pragma once
// What stands between the emulator and a program: however the emulator ends, even by SIGKILL, the
// program ends with it and so does all that it has started. bubblewrap's --die-with-parent does not
// do that alone: a sandbox whose outer process dies while it is being set up goes on for ever.

#include <sys/types.h>

namespace acapctl::emulator {

constexpr int exec_failed = 203; // systemd's exit status for it

// Made before the fork, behind which nothing may be allocated.
struct Execution {
    char* const* arguments = nullptr;
    char* const* environment = nullptr;
    const char* directory = nullptr;
    int output = -1; // becomes standard output and error
};

// For a process just forked by `parent`, whose signals are all blocked. Ends with the program and
// its exit status, 128 and the signal if it was killed. SIGTERM, or the end of the thread that
// forked it, kills everything below it.
[[noreturn]] void keep(const Execution& execution, pid_t parent);

} // namespace acapctl::emulator
