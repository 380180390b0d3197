#pragma once
// What verbs touch of the world outside this process, so that a test can hand in a world of its
// own.

#include "device/http/clock.hpp"
#include "device/http/transport.hpp"
#include "sdk/knowledge.hpp"
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
    // What is known of Axis' products, with the user's own files, which are read when first asked
    // for: a mistake in one is told by the verbs that need it alone.
    std::function<const sdk::Catalog&()> catalog = sdk::Catalog::with_users;
    std::function<sdk::Knowledge()> knowledge = sdk::Knowledge::with_users;
    // Becomes another program; returns only if that fails.
    std::function<int(const char* path, char* const arguments[])> exec = ::execv;
};

} // namespace acapctl::cli
