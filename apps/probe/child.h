/* Work in a process of its own: what hangs or crashes there does not keep the report from coming. */
#ifndef CHILD_H
#define CHILD_H

#include <stddef.h>

enum child_end { child_done, child_failed, child_crashed, child_silent, child_impossible };

struct child_result {
    enum child_end end;
    int status; /* exit code; of a crashed one the signal; of an impossible one errno */
};

/* Runs `body` in a child; what it writes to `out` comes to `on_line` line by line, and after every
 * few seconds without one a NULL. A child that says nothing for `silence` seconds is killed. */
struct child_result child_run(void (*body)(int out, void* argument), void* argument, int silence,
                              void (*on_line)(const char* line, void* context), void* context);

/* Why there is no more of it, as a sentence part: "crashed (signal 11)". */
void child_describe(const struct child_result* result, int silence, char* text, size_t size);

/* In the child: one line, whole. */
void child_say(int out, const char* word, const char* text);

#endif
