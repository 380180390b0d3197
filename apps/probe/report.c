#include "report.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

static void append(struct report* report, const char* text, size_t length)
{
    if (report->length + length + 1 > report->capacity) {
        const size_t capacity = 2 * (report->length + length + 1);
        char* larger = realloc(report->text, capacity);
        if (larger == NULL) {
            syslog(LOG_ERR, "out of memory");
            exit(1);
        }
        report->text = larger;
        report->capacity = capacity;
    }
    memcpy(report->text + report->length, text, length);
    report->length += length;
    report->text[report->length] = '\0';
}

static void append_text(struct report* report, const char* text)
{
    append(report, text, strlen(text));
}

/* A library may name a thing in any bytes; the log carries printable ASCII. */
static void append_quoted(struct report* report, const char* text)
{
    append(report, "\"", 1);
    for (; *text != '\0'; ++text) {
        const unsigned char c = (unsigned char)*text;
        char escape[8];
        if (c == '"' || c == '\\')
            snprintf(escape, sizeof escape, "\\%c", c);
        else if (c < 0x20 || c > 0x7e)
            snprintf(escape, sizeof escape, "\\u%04x", c);
        else
            snprintf(escape, sizeof escape, "%c", c);
        append_text(report, escape);
    }
    append(report, "\"", 1);
}

static void begin_value(struct report* report, const char* key)
{
    if (report->needs_comma)
        append(report, ",", 1);
    report->needs_comma = 1;
    if (key != NULL) {
        append_quoted(report, key);
        append(report, ":", 1);
    }
}

void report_begin(struct report* report, const char* key, char bracket)
{
    begin_value(report, key);
    append(report, &bracket, 1);
    report->needs_comma = 0;
}

void report_end(struct report* report, char bracket)
{
    append(report, &bracket, 1);
    report->needs_comma = 1;
}

void report_json(struct report* report, const char* key, const char* json)
{
    begin_value(report, key);
    append_text(report, json != NULL ? json : "null");
}

void report_null(struct report* report, const char* key)
{
    report_json(report, key, NULL);
}

void report_members(struct report* report, const char* members)
{
    if (*members != '\0')
        report_json(report, NULL, members);
}

void report_string(struct report* report, const char* key, const char* value)
{
    if (value == NULL) {
        report_null(report, key);
        return;
    }
    begin_value(report, key);
    append_quoted(report, value);
}

void report_format(struct report* report, const char* key, const char* format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    report_string(report, key, text);
}

void report_number(struct report* report, const char* key, uint64_t value)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, value);
    report_json(report, key, digits);
}

void report_signed(struct report* report, const char* key, int64_t value)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRId64, value);
    report_json(report, key, digits);
}

void report_decimal(struct report* report, const char* key, double value)
{
    char digits[64];
    snprintf(digits, sizeof digits, "%.3f", value);
    report_json(report, key, digits);
}

void report_bool(struct report* report, const char* key, int value)
{
    report_json(report, key, value ? "true" : "false");
}

void report_free(struct report* report)
{
    free(report->text);
    *report = (struct report){0};
}
