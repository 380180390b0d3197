#include "cli/shared/password.hpp"

#include "acapctl/error.hpp"
#include "cli/shared/question.hpp"
#include "device/session/netrc.hpp"
#include "support/interrupt.hpp"
#include "support/private_files.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"
#include "terminal/at_work.hpp"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

namespace acapctl::cli {

namespace {

// A terminal without echo, put back however the scope ends.
class NoEcho {
  public:
    explicit NoEcho(int terminal) : terminal_(terminal) {
        if (::tcgetattr(terminal_, &saved_) != 0) return;
        termios silent = saved_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        active_ = ::tcsetattr(terminal_, TCSAFLUSH, &silent) == 0;
    }
    ~NoEcho() {
        if (active_) ::tcsetattr(terminal_, TCSAFLUSH, &saved_);
    }
    NoEcho(const NoEcho&) = delete;
    NoEcho& operator=(const NoEcho&) = delete;
    bool active() const { return active_; }

  private:
    int terminal_;
    termios saved_{};
    bool active_ = false;
};

// Stops a command that takes longer than a person needs to unlock a key ring.
constexpr std::chrono::milliseconds command_limit{120'000};

// One that is named must be there; NETRC=/dev/null is how to have none.
std::filesystem::path netrc_path(const device::Lookup& environment) {
    namespace fs = std::filesystem;
    const auto named = environment("NETRC");
    if (!named) return environment("HOME").value_or("/nonexistent") + "/.netrc";
    std::error_code missing;
    const fs::file_type type = fs::status(*named, missing).type();
    if (type != fs::file_type::regular && type != fs::file_type::character)
        throw_invalid(
            fmt::format("NETRC names {}, which {}", text::visible(*named),
                        type == fs::file_type::not_found ? "does not exist" : "is no regular file"),
            "name the file with the logins, or unset NETRC to use ~/.netrc");
    return *named;
}

constexpr std::size_t most_names = 4; // of devices in one question

std::string account_of(const device::Target& target) {
    return target.user.empty() ? "root" : target.user;
}

Secret ask_at_terminal(const std::string& user, const std::string& devices, Context& context) {
    if (!can_ask(context.edges)) return {};
    const auto alone = one_question();
    check(context.stop); // Ctrl-C at the question before answers this one
    const NoEcho silence(context.edges.in);
    if (!silence.active()) return {};
    context.terminal.ask(fmt::format("Password of {} on {}: ", user, devices));
    auto line = read_answer(context);
    context.terminal.answered();
    context.terminal.tell("");
    return Secret(std::move(line).value_or(""));
}

} // namespace

Secret secret_of_command(const std::vector<std::string>& command, const std::string& name,
                         const std::stop_token& stop) {
    const CommandResult result =
        run({.arguments = command, .output_limit = 1U << 20U, .time_limit = command_limit}, stop);
    const std::string first = result.output.substr(0, result.output.find_first_of("\r\n"));
    if (result.status == 0 && !first.empty()) return Secret(first);
    throw Error({.kind = ErrorKind::authentication,
                 .code = "password-command",
                 .message = fmt::format("the {} {} {}", name, text::visible(command.front()),
                                        !result.found ? "is not installed"
                                        : result.late ? "does not end"
                                        : result.status != 0
                                            ? fmt::format("failed (exit {})", result.status)
                                            : "printed nothing"),
                 .hint = "run it by hand to see why; its output is never shown by acapctl"});
}

Secret password_from_stdin(const Context& context) {
    auto line = read_answer(context);
    if (!line || line->empty())
        throw_usage("--password-stdin: standard input has no password in its first line");
    return Secret(std::move(*line));
}

void complete_from_netrc(device::Target& target, const device::Lookup& environment) {
    const std::filesystem::path path = netrc_path(environment);
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) return;
    const std::string netrc = read_private_file(path, Privacy::login, 1U << 20U).value_or("");
    const auto login = device::find_in_netrc(netrc, target.host, target.user);
    if (!login) return;
    if (target.user.empty()) target.user = login->user;
    target.password = login->password;
}

void complete_from_command(device::Target& target, Context& context) {
    // Many devices may share a command; it is run once, by the first of them.
    struct Known {
        std::mutex mutex{};
        Secret password{};
    };
    static std::mutex mutex;
    static std::map<std::vector<std::string>, Known> all;
    Known& known = [&]() -> Known& {
        const std::lock_guard lock(mutex);
        return all[target.password_command];
    }();
    const std::lock_guard lock(known.mutex);
    if (known.password.empty())
        known.password =
            secret_of_command(target.password_command, "password_command", context.stop);
    target.password = known.password;
}

Secret ask_password(const device::Target& target, Context& context) {
    return ask_at_terminal(target.user, target.name, context);
}

Passwords::Passwords(const std::vector<device::Target>& targets) {
    for (const device::Target& target : targets)
        if (target.password.empty() && target.password_command.empty())
            accounts_[account_of(target)].devices.push_back(target.name);
}

Secret Passwords::ask(const device::Target& target, Context& context) {
    const auto found = accounts_.find(account_of(target));
    if (found == accounts_.end()) return ask_password(target, context);
    Account& account = found->second;
    const std::lock_guard lock(account.mutex);
    if (!account.answer)
        account.answer =
            ask_at_terminal(found->first, names_in_short(account.devices, most_names), context);
    return *account.answer;
}

} // namespace acapctl::cli
