#pragma once
// A connection from the device's web server to a socket of an application, made in the
// application's world: its own paths, its own loopback interface.

#include "emulator/state/web_entry.hpp"

#include <filesystem>
#include <optional>
#include <string>

#include <sys/types.h>

namespace acapctl::emulator {

// A program, as what wants to speak to it must know it.
struct Neighbour {
    pid_t pid = 0;                   // one of its processes, from its sandbox on
    std::filesystem::path package{}; // its package's directory on this machine
    std::string home{};              // where it sees that; empty: it has no sandbox
    bool private_network = false;    // it has a loopback interface of its own
};

// Connects as a program beside that one would. A descriptor, or nothing with errno. Never to a
// socket of this machine that the program does not see: while its sandbox is still being set up,
// nothing listens.
std::optional<int> connect_beside(const Neighbour& program, const Target& target);

} // namespace acapctl::emulator
