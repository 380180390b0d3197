#include "child.h"

#include "clock.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    longest_line = 128 * 1024, /* a longer one is not ours, and is left out */
    pause_seconds = 10,        /* between two NULLs: who waits for the report may wait no longer */
    farewell_seconds = 5       /* from the end of its output to the end of the child */
};

struct lines {
    char text[longest_line];
    size_t length;
    int too_long;
    void (*on_line)(const char*, void*);
    void* context;
};

static void take(struct lines* lines, const char* bytes, size_t count)
{
    for (size_t i = 0; i < count; ++i) {
        if (bytes[i] == '\n') {
            lines->text[lines->length] = '\0';
            if (!lines->too_long)
                lines->on_line(lines->text, lines->context);
            lines->length = 0;
            lines->too_long = 0;
        } else if (lines->length + 1 < sizeof lines->text) {
            lines->text[lines->length++] = bytes[i];
        } else {
            lines->too_long = 1;
        }
    }
}

/* Until the child closes its end; 0: it said nothing for too long. */
static int listen_to(int in, int silence, struct lines* lines)
{
    char bytes[4096];
    double heard = seconds_now();
    double told = heard;
    for (;;) {
        struct pollfd wait = {.fd = in, .events = POLLIN};
        if (poll(&wait, 1, 500) > 0) {
            const ssize_t count = read(in, bytes, sizeof bytes);
            if (count == 0 || (count < 0 && errno != EINTR))
                return 1;
            if (count > 0)
                take(lines, bytes, (size_t)count);
            heard = told = seconds_now();
        } else if (seconds_now() - heard > silence) {
            return 0;
        } else if (seconds_now() - told > pause_seconds) {
            lines->on_line(NULL, lines->context);
            told = seconds_now();
        }
    }
}

/* A process that the kernel does not let go is left to it. */
static int reap(pid_t pid, int* status)
{
    const double until = seconds_now() + farewell_seconds;
    while (seconds_now() < until) {
        if (waitpid(pid, status, WNOHANG) == pid)
            return 1;
        usleep(10000);
    }
    return 0;
}

static struct child_result end_of(pid_t pid, int heard_out)
{
    int status = 0;
    if (!heard_out || !reap(pid, &status)) {
        kill(pid, SIGKILL);
        reap(pid, &status);
        return (struct child_result){child_silent, 0};
    }
    if (WIFSIGNALED(status))
        return (struct child_result){child_crashed, WTERMSIG(status)};
    return (struct child_result){WEXITSTATUS(status) == 0 ? child_done : child_failed,
                                 WEXITSTATUS(status)};
}

struct child_result child_run(void (*body)(int, void*), void* argument, int silence,
                              void (*on_line)(const char*, void*), void* context)
{
    static struct lines lines; /* too large for a stack, and nothing here runs twice at a time */
    int ends[2];
    if (pipe(ends) != 0)
        return (struct child_result){child_impossible, errno};
    const pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* whoever stops the probe stops this too */
        close(ends[0]);
        body(ends[1], argument);
        _exit(0);
    }
    const int problem = errno;
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return (struct child_result){child_impossible, problem};
    }
    lines.length = 0;
    lines.too_long = 0;
    lines.on_line = on_line;
    lines.context = context;
    const struct child_result result = end_of(pid, listen_to(ends[0], silence, &lines));
    close(ends[0]);
    return result;
}

void child_describe(const struct child_result* result, int silence, char* text, size_t size)
{
    switch (result->end) {
    case child_done:
        snprintf(text, size, "ended");
        break;
    case child_failed:
        snprintf(text, size, "ended with exit code %d", result->status);
        break;
    case child_crashed:
        snprintf(text, size, "crashed (signal %d)", result->status);
        break;
    case child_silent:
        snprintf(text, size, "no answer within %d s", silence);
        break;
    case child_impossible:
        snprintf(text, size, "no process for it (%s)", strerror(result->status));
        break;
    }
}

void child_say(int out, const char* word, const char* text)
{
    /* The pipe takes a line in pieces, but nobody else writes to it. */
    const char* const pieces[] = {word, " ", text, "\n"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; ++i)
        for (size_t at = 0, length = strlen(pieces[i]); at < length;) {
            const ssize_t written = write(out, pieces[i] + at, length - at);
            if (written < 0 && errno != EINTR)
                return;
            if (written > 0)
                at += (size_t)written;
        }
}
