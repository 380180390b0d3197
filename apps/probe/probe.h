/* The on-camera half of `acapctl probe`: finds out what the device can do, writes one JSON
 * report to the application log and ends. Everything it needs beyond libc is opened with dlopen,
 * so the same package runs where a library is missing, and says so. */
#ifndef PROBE_H
#define PROBE_H

#include <stddef.h>
#include <stdint.h>

/* A growing JSON text. Every value is written by one of these, so quoting and commas are right. */
struct report {
    char* text;
    size_t length;
    size_t capacity;
    int needs_comma;
};

void report_begin(struct report* report, const char* key, char bracket); /* '{' or '[' */
void report_end(struct report* report, char bracket);                    /* '}' or ']' */
void report_string(struct report* report, const char* key, const char* value); /* NULL: null */
void report_number(struct report* report, const char* key, uint64_t value);
void report_bool(struct report* report, const char* key, int value);

/* Writes the finished report to the log as numbered, checksummed lines; see report.c. */
int report_send(const struct report* report);

void probe_device(struct report* report);
void probe_larod(struct report* report);

#endif
