#include "support/subprocess.hpp"
#include "support/ascii.hpp"
#include "support/descriptor.hpp"
#include "support/diagnostics.hpp"

#include "acapctl/error.hpp"
#include "support/environment.hpp"
#include "support/interrupt.hpp"
#include "support/machine.hpp"
#include "support/private_memory.hpp"
#include "support/secret_variables.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ; // NOLINT(readability-redundant-declaration): POSIX leaves it undeclared

namespace acapctl {

namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
    Descriptor read_end{};
    Descriptor write_end{};

    Pipe() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) throw_system_error(errno, "make a pipe");
        read_end = Descriptor(ends[0]);
        write_end = Descriptor(ends[1]);
    }
};

std::vector<std::string> environment_of(const Command& command) {
    std::vector<std::string> result;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const std::string name(text.substr(0, text.find('=')));
        if (!command.environment.contains(name) && !is_secret_variable(name) &&
            !text::contains(command.without, name))
            result.emplace_back(text);
    }
    for (const auto& [name, value] : command.environment) result.push_back(name + "=" + value);
    return result;
}

// Collects one stream, handing over whole lines if asked to.
class Collector {
  public:
    Collector(int descriptor, std::string& captured, const Command& command)
        : descriptor_(descriptor), captured_(captured),
          program_(text::visible(command.arguments[0])), limit_(command.output_limit),
          on_line_(command.on_line) {}

    int descriptor() const { return descriptor_; }

    // Reads what is there; false at the end of the stream.
    bool read() {
        char buffer[65536];
        const ssize_t count = ::read(descriptor_, buffer, sizeof buffer);
        if (count < 0) return errno == EINTR || errno == EAGAIN;
        if (count == 0) {
            if (on_line_ && !captured_.empty()) on_line_(captured_);
            return false;
        }
        captured_.append(buffer, static_cast<std::size_t>(count));
        if (on_line_) hand_over_lines();
        if (captured_.size() > limit_)
            throw Error({.code = "too-much-output",
                         .message = fmt::format("{} printed more than {}", program_,
                                                text::human_size(limit_))});
        return true;
    }

  private:
    void hand_over_lines() {
        std::size_t start = 0;
        for (std::size_t end; (end = captured_.find('\n', start)) != std::string::npos;
             start = end + 1)
            on_line_(std::string_view(captured_).substr(start, end - start));
        captured_.erase(0, start);
    }

    int descriptor_;
    std::string& captured_;
    std::string program_;
    std::size_t limit_;
    const std::function<void(std::string_view)>& on_line_;
};

void feed(int descriptor, std::string_view& input) {
    const ssize_t count = ::write(descriptor, input.data(), input.size());
    if (count > 0)
        input.remove_prefix(static_cast<std::size_t>(count));
    else if (count < 0 && errno != EAGAIN && errno != EINTR)
        input = {};
}

// In the child. A parent that dies, of SIGKILL too, takes it along; the signal comes when the
// thread that forked ends, which is the one that waits for it. The kernel clears it for set-user-ID
// programs, and what the child starts itself is not told.
void end_with_parent(pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(126); // it was faster
}

[[noreturn]] void become(const Command& command, pid_t parent, char* const* arguments,
                         char* const* variables, int in, int out, int err) {
    ::setpgid(0, 0); // its own group, so that the group can be stopped
    end_with_parent(parent);
    for (const int descriptor : command.keep_open) ::fcntl(descriptor, F_SETFD, 0);
    ::dup2(in, 0);
    ::dup2(out, 1);
    ::dup2(err, 2);
    std::signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    restore_core_limit();
    if (!command.directory.empty() && ::chdir(command.directory.c_str()) != 0) ::_exit(126);
    ::execvpe(arguments[0], arguments, variables);
    ::_exit(errno == ENOENT ? 127 : 126);
}

int wait_for(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void stop_group(pid_t child) {
    ::kill(-child, SIGTERM);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (std::chrono::steady_clock::now() < deadline) {
        siginfo_t info{};
        if (::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
            info.si_pid == child)
            break;
        ::usleep(20'000);
    }
    ::kill(-child, SIGKILL);
    wait_for(child);
}

std::string quoted(const std::string& argument) {
    if (!argument.empty() && ascii::is_made_of(argument, "_-+=:,./@%")) return argument;
    std::string text = "'";
    for (const char c : argument) c == '\'' ? text += "'\\''" : text += c;
    return text + "'";
}

std::string escaped(const std::string& argument) {
    std::string text = "$'";
    for (const char c : argument) {
        if (c == '\'' || c == '\\')
            text += {'\\', c};
        else if (c == '\n')
            text += "\\n";
        else if (c >= ' ' && c <= '~')
            text += c;
        else
            text += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
    }
    return text + "'";
}

// A program may close its output and go on.
bool ends_before(Clock::time_point deadline, pid_t child, const std::stop_token& stop) {
    for (useconds_t pause = 100;; pause = std::min<useconds_t>(2 * pause, 20'000)) {
        siginfo_t info{};
        if (::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
            info.si_pid == child)
            return true;
        check(stop);
        if (Clock::now() >= deadline) return false;
        ::usleep(pause);
    }
}

// Feeds the input and takes the output until the program closes both streams; false at the
// deadline.
bool converse(const Command& command, Pipe& in, const Pipe& out, const Pipe& err,
              CommandResult& result, Clock::time_point deadline, const std::stop_token& stop) {
    Collector output(out.read_end.get(), result.output, command);
    Collector errors(err.read_end.get(), result.errors, command);
    std::string_view input = command.input;
    bool output_open = true;
    bool errors_open = true;
    while (output_open || errors_open) {
        check(stop);
        if (Clock::now() >= deadline) return false;
        if (input.empty()) in.write_end = {};
        pollfd waits[3] = {{output_open ? output.descriptor() : -1, POLLIN, 0},
                           {errors_open ? errors.descriptor() : -1, POLLIN, 0},
                           {in.write_end.get(), POLLOUT, 0}};
        if (::poll(waits, 3, 100) <= 0) continue;
        if (waits[0].revents != 0) output_open = output.read();
        if (waits[1].revents != 0) errors_open = errors.read();
        if (waits[2].revents != 0) feed(in.write_end.get(), input);
    }
    return true;
}

} // namespace

std::vector<char*> pointers_to(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

CommandResult run(const Command& command, std::stop_token stop) {
    diagnostics::trace("runs {}", shell_shown(command.arguments));
    CommandResult result;
    if (!find_program(command.arguments.at(0))) {
        result.status = 127;
        result.found = false;
        return result;
    }
    Pipe in;
    Pipe out;
    Pipe err;
    std::vector<std::string> argument_text = command.arguments;
    std::vector<std::string> variable_text = environment_of(command);
    const std::vector<char*> arguments = pointers_to(argument_text);
    const std::vector<char*> variables = pointers_to(variable_text);

    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0)
        throw Error(machine_failure(errno, "start " + text::visible(command.arguments[0])));
    if (child == 0)
        become(command, parent, arguments.data(), variables.data(), in.read_end.get(),
               out.write_end.get(), command.on_line ? out.write_end.get() : err.write_end.get());
    ::setpgid(child, child);
    in.read_end = {};
    out.write_end = {};
    err.write_end = {};
    ::fcntl(in.write_end.get(), F_SETFL, O_NONBLOCK);

    const auto deadline = command.time_limit.count() == 0 ? Clock::time_point::max()
                                                          : Clock::now() + command.time_limit;
    try {
        result.late = !converse(command, in, out, err, result, deadline, stop) ||
                      !ends_before(deadline, child, stop);
    } catch (...) { // a stop, too much output, or an error of the one who takes the lines
        stop_group(child);
        throw;
    }
    if (result.late) stop_group(child);
    result.status = result.late ? 124 : wait_for(child); // 124: as timeout(1) has it
    return result;
}

int run_attached(const Command& command, std::stop_token stop) {
    if (!find_program(command.arguments.at(0))) return 127;
    std::vector<std::string> argument_text = command.arguments;
    std::vector<std::string> variable_text = environment_of(command);
    const std::vector<char*> arguments = pointers_to(argument_text);
    const std::vector<char*> variables = pointers_to(variable_text);
    const bool foreground = ::tcgetpgrp(STDIN_FILENO) == ::getpgrp(); // of a terminal
    // Whoever is not in the foreground is stopped by the terminal when it gives the terminal away.
    const auto before = std::signal(SIGTTOU, SIG_IGN);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0)
        throw Error(machine_failure(errno, "start " + text::visible(command.arguments[0])));
    if (child == 0) {
        ::setpgid(0, 0);
        if (foreground) ::tcsetpgrp(STDIN_FILENO, ::getpid());
        std::signal(SIGTTOU, SIG_DFL);
        become(command, parent, arguments.data(), variables.data(), 0, 1, 2);
    }
    ::setpgid(child, child);
    siginfo_t info{};
    while (::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid != child && sleep_unless_stopped(stop, 5)) {
    }
    const bool ended = info.si_pid == child;
    const int status = ended ? wait_for(child) : 0;
    if (!ended) stop_group(child);
    if (foreground) ::tcsetpgrp(STDIN_FILENO, ::getpgrp());
    std::signal(SIGTTOU, before);
    check(stop);
    return status;
}

std::optional<std::filesystem::path> find_program(std::string_view name) {
    namespace fs = std::filesystem;
    if (name.find('/') != std::string_view::npos)
        return ::access(std::string(name).c_str(), X_OK) == 0 ? std::optional<fs::path>(name)
                                                              : std::nullopt;
    for (const std::string& folder :
         text::split(environment("PATH").value_or("/usr/bin:/bin"), ':')) {
        const fs::path candidate = fs::path(folder.empty() ? "." : folder) / name;
        std::error_code ignored;
        if (::access(candidate.c_str(), X_OK) == 0 && fs::is_regular_file(candidate, ignored))
            return candidate;
    }
    return std::nullopt;
}

std::string shell_quoted(const std::vector<std::string>& arguments) {
    std::vector<std::string> words;
    for (const std::string& argument : arguments) words.push_back(quoted(argument));
    return text::join(words, " ");
}

std::string shell_shown(const std::vector<std::string>& arguments) {
    std::vector<std::string> words;
    for (const std::string& argument : arguments)
        words.push_back(text::visible(argument) == argument ? quoted(argument) : escaped(argument));
    return text::join(words, " ");
}

} // namespace acapctl
