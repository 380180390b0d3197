#pragma once
// A started program: its end as a descriptor, its standard output and error as a socket, as systemd
// connects a service with the journal. The socket keeps each write apart with its writer's pid and
// its time, so that output and syslog(3) lines can be put in the order in which they were written.

#include "emulator/process/device_log.hpp"
#include "emulator/process/sandbox.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace acapctl::emulator {

struct Child {
    pid_t pid = -1;  // of its keeper, whose only child it is
    int exited = -1; // pidfd: readable when program and keeper have ended
    int output = -1; // socket, non-blocking
};

// Where it was installed; without it no application starts.
std::filesystem::path keeper_program();

// Must be called by a thread that outlives the program: the program dies with it.
std::optional<Child> spawn(const Launch& launch);

struct Received {
    std::string bytes{};
    pid_t pid = 0;       // of the sender, 0 if unknown
    LogTime time{};      // when it was sent
    bool closed = false; // nobody can write any more
};

// One write to an output or log socket; nothing if there is none now.
std::optional<Received> receive(int socket);

// A datagram socket at `path` to serve as /dev/log, non-blocking. Paths of any length.
int open_log_socket(const std::filesystem::path& path);

} // namespace acapctl::emulator
