// Says hello in the application log once, then every ten seconds, until it is stopped.
#include <chrono>
#include <csignal>
#include <iostream>

#include <syslog.h>

int main() {
    // Signals are taken one by one below, so that no code runs inside a signal handler.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, nullptr);

    // syslog(3) and standard output both end up in the application's log.
    openlog("@APP@", LOG_PID, LOG_USER);
    syslog(LOG_INFO, "Hello from @APP@");
    std::cout << "@APP@ is running" << std::endl;

    const auto start = std::chrono::steady_clock::now();
    const timespec pause{10, 0};
    while (sigtimedwait(&signals, nullptr, &pause) < 0) {
        const std::chrono::duration<double> up = std::chrono::steady_clock::now() - start;
        syslog(LOG_INFO, "Still here after %.0f seconds", up.count());
    }
    syslog(LOG_INFO, "Goodbye");
    closelog();
}
