/* The machine learning service: connection, devices, who uses it, what is loaded. */
#include "child.h"
#include "library_file.h"
#include "model.h"
#include "probe.h"
#include "session.h"
#include <stdio.h>

enum {
    silence = 30, /* seconds; each try of a connection without power says that it is one */
    most_models = 100
};

static const char* access_name(int access)
{
    static const char* const names[] = {"invalid", "private", "public", "user protected"};
    return access >= 0 && access < 4 ? names[access] : NULL;
}

static void tell_device(struct session* session, const larodDevice* device, struct report* report)
{
    larodError* error = NULL;
    uint32_t instance = 0;
    const char* name = device != NULL ? session->larod.device_name(device, &error) : NULL;
    const int known = name != NULL && session->larod.device_instance(device, &instance, &error);
    session->larod.clear_error(&error);
    report_begin(report, NULL, '{');
    if (name != NULL)
        report_format(report, "name", "%.*s", longest_name, name);
    else
        report_null(report, "name");
    if (known)
        report_number(report, "instance", instance);
    else
        report_null(report, "instance");
    report_end(report, '}');
    if (known) {
        char line[longest_name + 16];
        snprintf(line, sizeof line, "%u %.*s", (unsigned)instance, longest_name, name);
        for (char* at = line; *at != '\0'; ++at)
            *at = *at == '\n' ? '?' : *at;
        child_say(session->out, "device", line);
    }
}

static void devices(struct session* session, struct report* report)
{
    larodError* error = NULL;
    size_t count = 0;
    session_doing(session, "asking larod for its devices");
    const larodDevice** list = session->larod.list_devices(session->connection, &count, &error);
    if (list == NULL) {
        session_fail(session, &error);
        report_null(report, "devices");
        return;
    }
    report_begin(report, "devices", '[');
    for (size_t i = 0; i < count && i < most_devices; ++i)
        tell_device(session, list[i], report);
    report_end(report, ']');
    if (count > most_devices)
        report_number(report, "devicesLeftOut", count - most_devices);
}

static void sessions(struct session* session, struct report* report)
{
    larodError* error = NULL;
    uint64_t count = 0;
    if (session->larod.count_sessions != NULL &&
        session->larod.count_sessions(session->connection, &count, &error))
        report_number(report, "sessions", count);
    else
        report_null(report, "sessions");
    session->larod.clear_error(&error);
}

static void model(const struct larod* larod, const larodModel* model, struct report* report)
{
    larodError* error = NULL;
    const char* name = larod->model_name(model, &error);
    const larodDevice* device = larod->model_device(model, &error);
    const char* device_name = device != NULL ? larod->device_name(device, &error) : NULL;
    report_begin(report, NULL, '{');
    report_number(report, "id", larod->model_id(model, &error));
    report_format(report, "name", "%.*s", longest_name, name != NULL ? name : "");
    report_number(report, "size", larod->model_size(model, &error));
    report_string(report, "access", access_name(larod->model_access(model, &error)));
    report_string(report, "device", device_name);
    report_end(report, '}');
    larod->clear_error(&error);
}

static void models(struct session* session, struct report* report)
{
    const struct larod* larod = &session->larod;
    larodError* error = NULL;
    size_t count = 0;
    const int usable = larod->models != NULL && larod->destroy_models != NULL &&
                       larod->model_name != NULL && larod->model_id != NULL &&
                       larod->model_size != NULL && larod->model_access != NULL &&
                       larod->model_device != NULL;
    session_doing(session, "asking larod for its models");
    larodModel** list = usable ? larod->models(session->connection, &count, &error) : NULL;
    if (!usable || error != NULL) {
        report_null(report, "models");
    } else { /* NULL without an error: there is none */
        report_begin(report, "models", '[');
        for (size_t i = 0; list != NULL && i < count && i < most_models; ++i)
            model(larod, list[i], report);
        report_end(report, ']');
    }
    if (list != NULL)
        larod->destroy_models(&list, count);
    larod->clear_error(&error);
}

static void ask_larod(int out, void* argument)
{
    (void)argument;
    struct session session = {.out = out};
    struct report report = {0};
    const int connected = session_open(&session);
    report_bool(&report, "connected", connected);
    session_members(&session, &report);
    if (!connected)
        return;
    devices(&session, &report);
    session_members(&session, &report);
    sessions(&session, &report);
    models(&session, &report);
    session_members(&session, &report);
    session_close(&session);
}

void probe_larod(struct part* part, const struct conf* conf)
{
    struct report* report = &part->report;
    static const char* const keys[] = {"connected", "sessions", "devices", "models", NULL};
    static struct heard heard;
    struct library_file file;
    const int found = find_library("liblarod.so", &file);
    session_run(ask_larod, NULL, conf->silence > 0 ? (int)conf->silence : silence, &heard);
    report_begin(report, "larod", '{');
    if (found == 1 || heard.doing[0] != '\0') /* it may be elsewhere: who speaks has opened it */
        report_bool(report, "present", 1);
    else if (found == 0)
        report_bool(report, "present", 0);
    else
        report_null(report, "present");
    report_string(report, "library", found == 1 ? file.name : NULL);
    report_string(report, "file", found == 1 ? file.real_name : NULL);
    report_string(report, "version", found == 1 ? file.version : NULL);
    heard_report(&heard, report, keys);
    report_end(report, '}');
    report_string(&part->how, "larod", "liblarod, opened at run time");
    report_string(&part->how, "larod.version", "the file that the link of its name leads to");
    probe_models(part, conf, &heard);
    heard_free(&heard);
}
