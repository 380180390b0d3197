#pragma once
// Ctrl-C and SIGTERM as a stop token.

#include <stop_token>

namespace acapctl {

// From the first call on, SIGINT and SIGTERM request a stop on this token instead of ending the
// process; a second signal ends it at once. SIGPIPE becomes a write error.
std::stop_token stop_on_signals();

// Throws an `interrupted` Error if a stop was requested.
void check(const std::stop_token& stop);

// Sleeps at most `milliseconds`; returns early, and false, when a stop is requested.
bool sleep_unless_stopped(const std::stop_token& stop, long milliseconds);

} // namespace acapctl
