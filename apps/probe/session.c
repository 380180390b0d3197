#include "session.h"

#include "child.h"
#include "clock.h"
#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { most_power_retries = 20 }; /* a second each */

static void error_members(struct report* report, const int* code, const char* message)
{
    if (code != NULL)
        report_signed(report, "code", *code);
    else
        report_null(report, "code");
    report_format(report, "message", "%.500s", message);
}

void report_larod_error(struct report* report, const larodError* error)
{
    if (error == NULL)
        error_members(report, NULL, "larod fails and says no reason");
    else
        error_members(report, &error->code, error->msg != NULL ? error->msg : "");
}

static void tell_error(int out, const struct report* members)
{
    struct report report = {0};
    report_begin(&report, NULL, '{');
    report_members(&report, members->text);
    report_end(&report, '}');
    child_say(out, "error", report.text);
    report_free(&report);
}

void session_fail(const struct session* session, larodError** error)
{
    struct report members = {0};
    report_larod_error(&members, *error);
    tell_error(session->out, &members);
    report_free(&members);
    session->larod.clear_error(error);
}

void session_doing(const struct session* session, const char* format, ...)
{
    char text[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    for (char* at = text; *at != '\0'; ++at)
        *at = *at == '\n' ? ' ' : *at;
    child_say(session->out, "doing", text);
}

void session_members(const struct session* session, const struct report* report)
{
    if (report->text != NULL) /* else there is none yet */
        child_say(session->out, "members", report->text);
}

int session_waits_for_power(struct session* session, larodError** error)
{
    if (*error == NULL || (*error)->code != larod_power_not_available ||
        session->retries >= most_power_retries)
        return 0;
    session->larod.clear_error(error);
    char count[16];
    snprintf(count, sizeof count, "%u", ++session->retries);
    child_say(session->out, "retries", count);
    session_doing(session, "waiting for power (try %s of %d)", count, most_power_retries);
    sleep(1);
    return 1;
}

int session_open(struct session* session)
{
    larodError* error = NULL;
    const char* problem = larod_open(&session->larod);
    if (problem != NULL) {
        struct report members = {0};
        error_members(&members, NULL, problem);
        tell_error(session->out, &members);
        report_free(&members);
        return 0;
    }
    child_say(session->out, "outcome", "opened");
    session_doing(session, "connecting to larod");
    while (!session->larod.connect(&session->connection, &error))
        if (!session_waits_for_power(session, &error)) {
            session_fail(session, &error);
            return 0;
        }
    child_say(session->out, "connected", "yes");
    return 1;
}

void session_close(struct session* session)
{
    larodError* error = NULL;
    if (!session->larod.disconnect(&session->connection, &error))
        session->larod.clear_error(&error);
}

static void replace(char** kept, const char* text)
{
    free(*kept);
    *kept = strdup(text);
}

static void take_device(struct heard* heard, const char* text)
{
    char* name = NULL;
    const unsigned long instance = strtoul(text, &name, 10);
    if (heard->device_count == most_devices || *name != ' ')
        return;
    heard->devices[heard->device_count].instance = (unsigned)instance;
    snprintf(heard->devices[heard->device_count++].name, sizeof heard->devices[0].name, "%.63s",
             name + 1);
}

static void take_line(const char* line, void* context)
{
    struct heard* heard = context;
    if (line == NULL) { /* whoever waits for the report shall know that there is one to wait for */
        char text[300];
        snprintf(text, sizeof text, "%s, for %.0f s now", heard->doing,
                 seconds_now() - heard->since);
        log_doing(text);
        return;
    }
    const char* text = strchr(line, ' ');
    if (text++ == NULL)
        return;
    if (strncmp(line, "members ", 8) == 0)
        replace(&heard->members, text);
    else if (strncmp(line, "error ", 6) == 0)
        replace(&heard->error, text);
    else if (strncmp(line, "outcome ", 8) == 0)
        snprintf(heard->outcome, sizeof heard->outcome, "%.15s", text);
    else if (strncmp(line, "connected ", 10) == 0)
        heard->connected = 1;
    else if (strncmp(line, "retries ", 8) == 0)
        heard->retries = (unsigned)strtoul(text, NULL, 10);
    else if (strncmp(line, "device ", 7) == 0)
        take_device(heard, text);
    else if (strncmp(line, "doing ", 6) == 0) {
        snprintf(heard->doing, sizeof heard->doing, "%.199s", text);
        heard->since = seconds_now();
        log_doing(text);
    }
}

void session_run(void (*body)(int, void*), void* argument, int silence, struct heard* heard)
{
    memset(heard, 0, sizeof *heard);
    const struct child_result result = child_run(body, argument, silence, take_line, heard);
    if (result.end == child_done)
        return;
    char why[128];
    struct report report = {0};
    child_describe(&result, silence, why, sizeof why);
    report_begin(&report, NULL, '{');
    report_null(&report, "code");
    report_format(&report, "message", "%s%s%s", why, heard->doing[0] != '\0' ? " while " : "",
                  heard->doing);
    report_end(&report, '}');
    replace(&heard->error, report.text);
    snprintf(heard->outcome, sizeof heard->outcome, "failed");
    report_free(&report);
}

/* A key in quotes is nowhere else in the text: quotes within strings have a backslash before them. */
static int has_member(const char* members, const char* key)
{
    char quoted[64];
    snprintf(quoted, sizeof quoted, "\"%s\":", key);
    return strstr(members, quoted) != NULL;
}

void heard_report(const struct heard* heard, struct report* report, const char* const* keys)
{
    const char* members = heard->members != NULL ? heard->members : "";
    report_members(report, members);
    for (; *keys != NULL; ++keys)
        if (!has_member(members, *keys))
            report_null(report, *keys);
    report_number(report, "retries", heard->retries);
    report_json(report, "error", heard->error);
}

void heard_free(struct heard* heard)
{
    free(heard->members);
    free(heard->error);
}
