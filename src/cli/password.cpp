#include "cli/password.hpp"

#include "device/netrc.hpp"
#include "support/environment.hpp"
#include "support/files.hpp"
#include "support/interrupt.hpp"
#include "support/text.hpp"

#include <cerrno>
#include <mutex>
#include <optional>

#include <fmt/format.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace acapctl::cli {

namespace {

constexpr std::size_t password_limit = 4096;

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

// Byte by byte, so that what follows the line stays for others. Nothing at end of input.
std::optional<std::string> read_line(const std::stop_token& stop) {
    std::string line;
    while (line.size() < password_limit) {
        check(stop);
        pollfd ready{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
        if (::poll(&ready, 1, 200) <= 0) continue;
        char c = 0;
        const ssize_t count = ::read(STDIN_FILENO, &c, 1);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return line.empty() ? std::nullopt : std::optional(line);
        if (c == '\n') return line;
        if (c != '\r') line += c;
    }
    return line;
}

} // namespace

Secret password_from_stdin() {
    const auto line = read_line({});
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

Secret ask_password(const device::Target& target, Context& context) {
    static std::mutex one_question;
    const std::lock_guard lock(one_question);
    if (::isatty(STDIN_FILENO) != 1 || ::isatty(STDERR_FILENO) != 1 || environment("CI")) return {};
    const NoEcho silence;
    if (!silence.active()) return {};
    context.terminal.clear_status();
    const std::string question = fmt::format("Password of {} on {}: ", text::visible(target.user),
                                             text::visible(target.name));
    fmt::print(stderr, "{}", question);
    std::fflush(stderr);
    const auto line = read_line(context.stop);
    fmt::print(stderr, "\n");
    return Secret(line.value_or(""));
}

} // namespace acapctl::cli
