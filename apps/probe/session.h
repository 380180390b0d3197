/* A process that speaks to larod, and what comes of it: larod may hang or crash, and the parent still
 * has what was said until then.
 *
 * The child writes lines of a word and a text: `doing` what goes on; `members` all that the report
 * has so far; `error` an object; `outcome` a word; `device` instance and name; `connected` once;
 * `retries` how often there was no power until now. */
#ifndef SESSION_H
#define SESSION_H

#include "larod_api.h"
#include "report.h"

enum { most_devices = 100, longest_name = 200 };

/* In the child. */
struct session {
    struct larod larod;
    larodConnection* connection;
    int out;
    unsigned retries; /* because there was no power */
};

/* 0: it is told why not. */
int session_open(struct session* session);
void session_close(struct session* session);
void session_doing(const struct session* session, const char* format, ...)
    __attribute__((format(printf, 2, 3)));
void session_members(const struct session* session, const struct report* report);
/* Tells the error as the reason for the end, and clears it. */
void session_fail(const struct session* session, larodError** error);
/* The members "code" and "message" of an error, which stays. */
void report_larod_error(struct report* report, const larodError* error);
/* Whether to try again: there was no power, and time is not up. Waits a moment and clears the error. */
int session_waits_for_power(struct session* session, larodError** error);

/* In the parent. */
struct heard {
    char* members;
    char* error;
    char outcome[16];
    int connected;
    unsigned retries; /* because there was no power */
    char doing[200];
    double since; /* the time that line came */
    struct {
        char name[64];
        unsigned instance;
    } devices[most_devices];
    size_t device_count;
};

/* Runs a child; what it says lands in `heard`, and a child that ends before its time in heard->error. */
void session_run(void (*body)(int out, void* argument), void* argument, int silence,
                 struct heard* heard);
/* Its members, and null for those of `keys` (up to a NULL) that it did not come to; how often there
 * was no power, and the error. */
void heard_report(const struct heard* heard, struct report* report, const char* const* keys);
void heard_free(struct heard* heard);

#endif
