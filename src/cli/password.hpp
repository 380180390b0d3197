#pragma once
// Where a password comes from when the environment has none.

#include "cli/verb.hpp"
#include "device/target.hpp"

namespace acapctl::cli {

// The first line of standard input. Throws a usage error if there is none.
Secret password_from_stdin();

// Completes user and password from $NETRC or ~/.netrc.
void complete_from_netrc(device::Target& target);

// Asks on the terminal, one question at a time. Empty where nobody can be asked: standard input or
// error is no terminal, or CI is set.
Secret ask_password(const device::Target& target, Context& context);

} // namespace acapctl::cli
