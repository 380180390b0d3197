// A signal handler may do almost nothing, so the signals are blocked in every thread and one
// thread of ours takes them with sigwait.
#include "support/interrupt.hpp"

#include "acapctl/error.hpp"

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>
#include <vector>

#include <unistd.h>

namespace acapctl {

namespace {

struct Speakers {
    std::mutex mutex{};
    std::vector<const LastWords*> all{};
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
        const std::string line = "acapctl: " + words->text() + "\n";
        if (::write(STDERR_FILENO, line.data(), line.size()) < 0) return;
    }
}

} // namespace

LastWords::LastWords(std::string text) : text_(std::move(text)) {
    Speakers& list = speakers();
    const std::lock_guard lock(list.mutex);
    list.all.push_back(this);
}

LastWords::~LastWords() {
    Speakers& list = speakers();
    const std::lock_guard lock(list.mutex);
    std::erase(list.all, this);
}

std::stop_token stop_on_signals() {
    static std::stop_source source;
    static const bool started = [] {
        std::signal(SIGPIPE, SIG_IGN);
        sigset_t signals;
        sigemptyset(&signals);
        sigaddset(&signals, SIGINT);
        sigaddset(&signals, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals, nullptr);
        std::thread([signals] {
            int signal = 0;
            sigwait(&signals, &signal);
            source.request_stop();
            sigwait(&signals, &signal);
            speak_last_words();
            ::_exit(128 + signal);
        }).detach();
        return true;
    }();
    (void)started;
    return source.get_token();
}

void check(const std::stop_token& stop) {
    if (stop.stop_requested())
        throw Error({.exit = ExitCode::interrupted, .message = "interrupted"});
}

bool sleep_unless_stopped(const std::stop_token& stop, long milliseconds) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, std::chrono::milliseconds(milliseconds), [] { return false; });
    return !stop.stop_requested();
}

} // namespace acapctl
