/* Says hello in the application log once, then every ten seconds, until it is stopped. */
#include <signal.h>
#include <stdio.h>
#include <syslog.h>
#include <unistd.h>

static volatile sig_atomic_t stopped;

static void stop(int signal_number)
{
    (void)signal_number;
    stopped = 1;
}

int main(void)
{
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);

    /* syslog(3) and standard output both end up in the application's log. */
    openlog("@APP@", LOG_PID, LOG_USER);
    syslog(LOG_INFO, "Hello from @APP@");
    puts("@APP@ is running");
    fflush(stdout);

    for (unsigned int seconds = 0; !stopped; seconds += 10) {
        if (seconds > 0)
            syslog(LOG_INFO, "Still here after %u seconds", seconds);
        sleep(10);
    }
    syslog(LOG_INFO, "Goodbye");
    closelog();
    return 0;
}
