#include "command.h"

#include "child.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { seconds = 5, not_there = 127 };

static void execute(int out, void* argument)
{
    char* const* arguments = argument;
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, 0);
    dup2(out, 1);
    dup2(nothing, 2);
    for (int other = 3; other < 64; ++other)
        close(other);
    execvp(arguments[0], arguments);
    _exit(not_there);
}

static void keep_first(const char* line, void* context)
{
    char* kept = context;
    if (line != NULL && *kept == '\0')
        snprintf(kept, 512, "%.511s", line);
}

const char* first_line_of(const char* const* arguments, char* why, size_t size)
{
    static char line[512];
    line[0] = '\0';
    const struct child_result result =
        child_run(execute, (void*)arguments, seconds, keep_first, line);
    if (result.end == child_done && line[0] != '\0')
        return line;
    if (result.end == child_failed && result.status == not_there)
        snprintf(why, size, "%s may not be run or is not there", arguments[0]);
    else if (result.end == child_done)
        snprintf(why, size, "%s printed nothing", arguments[0]);
    else {
        const size_t length = (size_t)snprintf(why, size, "%s: ", arguments[0]);
        if (length < size)
            child_describe(&result, seconds, why + length, size - length);
    }
    return NULL;
}
