#include "cli/password.hpp"

#include "cli/question.hpp"
#include "device/netrc.hpp"
#include "support/environment.hpp"
#include "support/files.hpp"
#include "support/interrupt.hpp"
#include "support/subprocess.hpp"
#include "support/text.hpp"

#include <map>
#include <mutex>
#include <thread>

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

namespace acapctl::cli {

namespace {

// Standard input without echo, put back however the scope ends.
class NoEcho {
  public:
    NoEcho() {
        if (::tcgetattr(STDIN_FILENO, &saved_) != 0) return;
        termios silent = saved_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        active_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    }
    ~NoEcho() {
        if (active_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved_);
    }
    NoEcho(const NoEcho&) = delete;
    NoEcho& operator=(const NoEcho&) = delete;
    bool active() const { return active_; }

  private:
    termios saved_{};
    bool active_ = false;
};

// Stops a command that takes longer than a person needs to unlock a key ring.
constexpr std::chrono::milliseconds command_limit{120'000};

CommandResult run_bounded(const std::vector<std::string>& words, const std::stop_token& stop) {
    std::stop_source bounded;
    const std::stop_callback forward(stop, [&] { bounded.request_stop(); });
    const std::jthread timer([&](const std::stop_token& ended) {
        if (sleep_unless_stopped(ended, command_limit.count())) bounded.request_stop();
    });
    try {
        return run({.arguments = words, .output_limit = 1U << 20U}, bounded.get_token());
    } catch (const Error& error) {
        check(stop);
        if (error.exit() != ExitCode::interrupted) throw;
        CommandResult late;
        late.status = 124; // as timeout(1) has it
        return late;
    }
}

Secret run_password_command(const device::Target& target, const std::stop_token& stop) {
    const CommandResult result = run_bounded(target.password_command, stop);
    const std::string first = result.output.substr(0, result.output.find_first_of("\r\n"));
    if (result.status == 0 && !first.empty()) return Secret(first);
    throw Error({.exit = ExitCode::authentication,
                 .code = "password-command",
                 .message = fmt::format(
                     "the password_command {} {}", text::visible(target.password_command.front()),
                     !result.found          ? "is not installed"
                     : result.status == 124 ? "does not end"
                     : result.status != 0   ? fmt::format("failed (exit {})", result.status)
                                            : "printed nothing"),
                 .hint = "run it by hand to see why; its output is never shown by acapctl"});
}

} // namespace

Secret password_from_stdin() {
    const auto line = read_answer({});
    if (!line || line->empty())
        throw_usage("--password-stdin: standard input has no password in its first line");
    return Secret(*line);
}

void complete_from_netrc(device::Target& target) {
    const std::filesystem::path path =
        environment("NETRC").value_or(environment("HOME").value_or("/nonexistent") + "/.netrc");
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) return;
    const auto login = device::find_in_netrc(read_file(path, 1U << 20U), target.host, target.user);
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
    if (known.password.empty()) known.password = run_password_command(target, context.stop);
    target.password = known.password;
}

Secret ask_password(const device::Target& target, Context& context) {
    if (!can_ask()) return {};
    const auto alone = one_question();
    const NoEcho silence;
    if (!silence.active()) return {};
    context.terminal.clear_status();
    const std::string question = fmt::format("Password of {} on {}: ", text::visible(target.user),
                                             text::visible(target.name));
    fmt::print(stderr, "{}", question);
    std::fflush(stderr);
    const auto line = read_answer(context.stop);
    fmt::print(stderr, "\n");
    return Secret(line.value_or(""));
}

} // namespace acapctl::cli
