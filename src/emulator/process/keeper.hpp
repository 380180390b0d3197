#pragma once
// What stands between the emulator and a program: however the emulator ends, even by SIGKILL, the
// program ends with it and so does all that it has started. bubblewrap's --die-with-parent does not
// do that alone: a sandbox whose outer process dies while it is being set up goes on for ever.
//
// It is a program of its own, since a fork of the emulator would hold page tables of its size: 25
// MB for each application where a thousand devices have six thousand threads.
//
//     acapctl-keeper PARENT DIRECTORY PROGRAM [ARGUMENT]...
//
// PARENT starts it with all signals blocked, and has made its standard output; PROGRAM gets the
// same one as output and error, and the environment. It ends with the program and its exit status,
// 128 and the signal if it was killed. SIGTERM, or the end of the thread that started it, kills
// everything below it.

namespace acapctl::emulator {

constexpr int exec_failed = 203; // systemd's exit status for it

} // namespace acapctl::emulator
