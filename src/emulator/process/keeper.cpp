#include "emulator/process/keeper.hpp"

#include "support/ascii.hpp"

#include <array>
#include <csignal>
#include <cstdlib>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace acapctl::emulator {

namespace {

[[noreturn]] void become(const char* directory, char** words) {
    ::setsid();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // of a keeper that is killed itself
    ::signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    if (::chdir(directory) == 0) ::execv(words[0], words);
    ::_exit(exec_failed);
}

// "17 4711 ": those that do not fit are read the next time.
void kill_children() {
    std::array<char, 4096> text{};
    const int file = ::open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
    const ssize_t size = ::read(file, text.data(), text.size());
    ::close(file);
    pid_t pid = 0;
    for (ssize_t i = 0; i < size; ++i) {
        const char c = text[static_cast<std::size_t>(i)];
        if (ascii::is_digit(c)) {
            pid = pid * 10 + (c - '0');
        } else {
            if (pid > 0) ::kill(pid, SIGKILL);
            pid = 0;
        }
    }
}

// The children of what dies become children of this process, until there are none.
[[noreturn]] void end(int status) {
    do kill_children();
    while (::waitpid(-1, nullptr, 0) > 0);
    ::_exit(status);
}

[[noreturn]] void keep(pid_t parent, const char* directory, char** words) {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(128 + SIGTERM);
    ::dup2(1, 2);
    ::closefrom(3); // what was open when the emulator was started
    const pid_t program = ::fork();
    if (program == 0) become(directory, words);
    ::dup2(0, 1); // the output ends with those who write it
    ::dup2(0, 2);
    if (program < 0) ::_exit(exec_failed);
    sigset_t awaited;
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGCHLD);
    sigaddset(&awaited, SIGTERM);
    for (;;) {
        int signal = 0;
        ::sigwait(&awaited, &signal);
        if (signal == SIGTERM) end(128 + SIGKILL);
        int status = 0;
        for (pid_t ended; (ended = ::waitpid(-1, &status, WNOHANG)) > 0;)
            if (ended == program)
                end(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
    }
}

} // namespace

} // namespace acapctl::emulator

int main(int count, char** words) {
    if (count < 4) return 2; // nobody but the emulator starts it
    acapctl::emulator::keep(std::atoi(words[1]), words[2], words + 3);
}
