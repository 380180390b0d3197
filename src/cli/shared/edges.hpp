#pragma once
// What verbs touch of the world outside this process, so that a test can hand in a world of its
// own.

#include "device/http/clock.hpp"
#include "device/http/transport.hpp"
#include "support/environment.hpp"

#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unistd.h>

namespace acapctl::cli {

struct Edges {
    int in = STDIN_FILENO;
    std::FILE* out = stdout;
    std::FILE* err = stderr;
    // A variable of the environment; nothing if it is not set, or empty.
    std::function<std::optional<std::string>(const char* name)> environment = acapctl::environment;
    // The way to a device.
    std::function<std::unique_ptr<device::Transport>(const device::Target& target)> connect;
    device::Clock clock{};
    // Becomes another program; returns only if that fails.
    std::function<int(const char* path, char* const arguments[])> exec = ::execv;
};

} // namespace acapctl::cli
