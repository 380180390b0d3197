#pragma once
// Where a password comes from when the environment has none.

#include "cli/app/verb.hpp"
#include "device/http/target.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace acapctl::cli {

// The first line of standard input. Throws a usage error if there is none.
Secret password_from_stdin(const Context& context);

// Completes user and password from $NETRC or ~/.netrc of the environment.
void complete_from_netrc(device::Target& target, const device::Lookup& environment);

// The first line that a command prints, which the key `name` of a settings file names. Neither that
// nor what it says on standard error is ever shown. Throws authentication, code "password-command".
Secret secret_of_command(const std::vector<std::string>& command, const std::string& name,
                         const std::stop_token& stop);

// Runs the target's password_command and takes the first line it prints. Neither that nor what it
// says on standard error is ever shown.
void complete_from_command(device::Target& target, Context& context);

// Asks on the terminal, one question at a time. Empty where nobody can be asked: standard input or
// error is no terminal, or CI is set.
Secret ask_password(const device::Target& target, Context& context);

// The same for the devices of one command: those that name no password are asked for together, once
// for each account, when the first of them wants it.
class Passwords {
  public:
    explicit Passwords(const std::vector<device::Target>& targets);
    // By any thread; who comes second waits for the answer.
    Secret ask(const device::Target& target, Context& context);

  private:
    struct Account {
        std::vector<std::string> devices{};
        std::mutex mutex{};
        std::optional<Secret> answer{};
    };
    std::map<std::string, Account> accounts_{}; // by user
};

} // namespace acapctl::cli
