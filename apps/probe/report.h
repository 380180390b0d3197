/* A growing JSON text. Every value is written by one of these, so quoting and commas are right. */
#ifndef REPORT_H
#define REPORT_H

#include <stddef.h>
#include <stdint.h>

struct report {
    char* text;
    size_t length;
    size_t capacity;
    int needs_comma;
};

/* `key` is NULL for an element of an array and for the whole. */
void report_begin(struct report* report, const char* key, char bracket); /* '{' or '[' */
void report_end(struct report* report, char bracket);                    /* '}' or ']' */
void report_string(struct report* report, const char* key, const char* value); /* NULL: null */
void report_format(struct report* report, const char* key, const char* format, ...)
    __attribute__((format(printf, 3, 4)));
void report_number(struct report* report, const char* key, uint64_t value);
void report_signed(struct report* report, const char* key, int64_t value);
void report_decimal(struct report* report, const char* key, double value); /* 3 digits behind the point */
void report_bool(struct report* report, const char* key, int value);
void report_null(struct report* report, const char* key);
void report_json(struct report* report, const char* key, const char* json); /* NULL: null */
void report_members(struct report* report, const char* members); /* "KEY":VALUE,... as they are */
void report_free(struct report* report);

#endif
