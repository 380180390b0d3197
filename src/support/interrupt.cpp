// A signal handler may do almost nothing, so the signals are blocked in every thread and one
// thread of ours takes them with sigwait.
#include "support/interrupt.hpp"

#include "acapctl/error.hpp"

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include <unistd.h>

namespace acapctl {

namespace {

struct Speakers {
    std::mutex mutex{};
    std::vector<const LastWords*> all{};
    std::function<std::string(const Notice&)> wording{};
};

// Never destroyed: the thread of the signals may outlive every static object.
Speakers& speakers() {
    static auto* const instance = new Speakers;
    return *instance;
}

void speak_last_words() {
    Speakers& list = speakers();
    const std::lock_guard lock(list.mutex);
    for (const LastWords* words : list.all) {
        const std::string said = list.wording ? list.wording(words->notice()) : words->text();
        const std::string line = "warning: " + said + "\n";
        if (::write(STDERR_FILENO, line.data(), line.size()) < 0) return;
    }
}

// A shell without job control ignores SIGINT and SIGQUIT for what it runs in the background; one
// that is sent all the same is meant. SIGHUP is ignored by who wants to outlive the terminal.
sigset_t ending_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGQUIT}) sigaddset(&signals, signal);
    struct sigaction hangup {};
    ::sigaction(SIGHUP, nullptr, &hangup);
    if (hangup.sa_handler != SIG_IGN) sigaddset(&signals, SIGHUP);
    return signals;
}

// Of one wish to end, several signals may come. A terminal that goes away sends SIGHUP through the
// kernel and through its shell, the end of a session adds SIGTERM, and timeout(1) sends its signal
// to the program and then to its group.
[[noreturn]] void take_signals(const sigset_t& signals, std::stop_source& source) {
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::milliseconds same_wish{200};
    std::optional<Clock::time_point> asked;
    for (;;) {
        int signal = 0;
        ::sigwait(&signals, &signal);
        source.request_stop();
        if (signal == SIGHUP) continue;
        if (asked && Clock::now() - *asked > same_wish) break;
        if (!asked) asked = Clock::now();
    }
    speak_last_words();
    ::_exit(static_cast<int>(ExitCode::interrupted));
}

} // namespace

LastWords::LastWords(Notice notice) : notice_(std::move(notice)) {
    Speakers& list = speakers();
    const std::lock_guard lock(list.mutex);
    list.all.push_back(this);
}

LastWords::~LastWords() {
    Speakers& list = speakers();
    const std::lock_guard lock(list.mutex);
    std::erase(list.all, this);
}

std::stop_token stop_on_signals(std::function<std::string(const Notice&)> wording) {
    static auto* const source = new std::stop_source; // as speakers()
    static const bool started = [&] {
        speakers().wording = std::move(wording);
        std::signal(SIGPIPE, SIG_IGN);
        const sigset_t signals = ending_signals();
        pthread_sigmask(SIG_BLOCK, &signals, nullptr);
        std::thread([signals] { take_signals(signals, *source); }).detach();
        return true;
    }();
    (void)started;
    return source->get_token();
}

void check(const std::stop_token& stop) {
    if (stop.stop_requested())
        throw Error({.kind = ErrorKind::interrupted, .message = "interrupted"});
}

bool sleep_unless_stopped(const std::stop_token& stop, long milliseconds) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, std::chrono::milliseconds(milliseconds), [] { return false; });
    return !stop.stop_requested();
}

} // namespace acapctl
