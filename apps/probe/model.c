#include "model.h"

#include "child.h"
#include "clock.h"
#include "file.h"
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A first load compiles the model for the device: 50 to 90 s are on record. */
enum { silence = 300 };

struct task {
    const struct conf* conf;
    const char* device;
    unsigned instance;
};

/* What the child has on the way. */
struct trial {
    struct session session;
    struct report report;
    const struct task* task;
    const larodDevice* device;
    larodModel* model;
};

static int open_model(const char* name)
{
    char path[800];
    snprintf(path, sizeof path, "%s/%s", own_directory(), name);
    return open(path, O_RDONLY | O_CLOEXEC);
}

/* Whether it is loaded, or why not; `spent`: milliseconds of this try. One that meets no power is
 * none. */
static int load(struct trial* trial, double* spent, larodError** error)
{
    struct session* session = &trial->session;
    const int file = open_model(trial->task->conf->model);
    do {
        lseek(file, 0, SEEK_SET);
        const double started = seconds_now();
        trial->model = session->larod.load_model(session->connection, file, trial->device,
                                                 larod_access_private, "acapctl probe", NULL, error);
        *spent = (seconds_now() - started) * 1000;
    } while (trial->model == NULL && session_waits_for_power(session, error));
    close(file);
    return trial->model != NULL;
}

/* Some devices fail on the first load after a start, when they try the model out ("Could not run
 * warmup job"), and take it the second time. By then it may be compiled, so that the time of the
 * second try is none of a first load. */
static int failed_in_warm_up(const larodError* error)
{
    return error != NULL && error->msg != NULL && strstr(error->msg, "warmup") != NULL;
}

static void forgive_load(struct trial* trial, double spent, larodError** error)
{
    session_doing(&trial->session, "loading once more: %.100s", (*error)->msg);
    report_begin(&trial->report, "failedLoad", '{');
    report_larod_error(&trial->report, *error);
    report_decimal(&trial->report, "time", spent);
    report_end(&trial->report, '}');
    trial->session.larod.clear_error(error);
}

static void unload(struct trial* trial)
{
    larodError* error = NULL;
    const struct larod* larod = &trial->session.larod;
    if (larod->delete_model != NULL)
        larod->delete_model(trial->session.connection, trial->model, &error);
    larod->clear_error(&error);
    larod->destroy_model(&trial->model);
}

static void first_load(struct trial* trial)
{
    larodError* error = NULL;
    const char* which = "firstLoad";
    double spent = 0;
    session_doing(&trial->session, "loading the model on %s", trial->task->device);
    int loaded = load(trial, &spent, &error);
    if (!loaded && failed_in_warm_up(error)) {
        forgive_load(trial, spent, &error);
        which = "repeatedLoad";
        loaded = load(trial, &spent, &error);
    }
    if (loaded)
        report_decimal(&trial->report, which, spent);
    session_members(&trial->session, &trial->report);
    if (loaded)
        return;
    child_say(trial->session.out, "outcome", "refused");
    session_fail(&trial->session, &error);
}

static void later_load(struct trial* trial)
{
    larodError* error = NULL;
    double spent = 0;
    unload(trial);
    session_doing(&trial->session, "loading the model on %s again", trial->task->device);
    const int loaded = load(trial, &spent, &error);
    trial->session.larod.clear_error(&error);
    if (loaded) {
        report_decimal(&trial->report, "laterLoad", spent);
        unload(trial);
    } else {
        report_null(&trial->report, "laterLoad");
    }
    session_members(&trial->session, &trial->report);
}

static int find_device(struct trial* trial)
{
    larodError* error = NULL;
    struct session* session = &trial->session;
    trial->device = session->larod.device(session->connection, trial->task->device,
                                          trial->task->instance, &error);
    if (trial->device != NULL)
        return 1;
    child_say(session->out, "outcome", "refused");
    session_fail(session, &error);
    return 0;
}

static void try_model(int out, void* argument)
{
    const struct task* task = argument;
    struct trial trial = {.session = {.out = out}, .task = task};
    const int opened = session_open(&trial.session);
    child_say(out, "outcome", "failed");
    if (!opened)
        return;
    if (run_is_possible(&trial.session) && find_device(&trial)) {
        first_load(&trial);
        if (trial.model != NULL) {
            run_model(&trial.session, trial.model, task->conf, &trial.report);
            later_load(&trial);
        }
    }
    session_close(&trial.session);
    report_free(&trial.report);
}

/* A larod that could not be connected to is not waited for once more: what is told of it counts for
 * each device. */
static void row(struct report* report, const struct task* task, const struct heard* larod)
{
    static const char* const keys[] = {"failedLoad",   "firstLoad", "repeatedLoad", "laterLoad",
                                       "failedWarmUp", "warmUps",   "runs",         "inference",
                                       "inputs",       "outputs",   NULL};
    static const struct heard nothing;
    static struct heard heard;
    heard = nothing;
    if (larod->connected) {
        session_run(try_model, (void*)task,
                    task->conf->silence > 0 ? (int)task->conf->silence : silence, &heard);
    } else {
        heard.error = larod->error != NULL ? strdup(larod->error) : NULL;
        snprintf(heard.outcome, sizeof heard.outcome, "failed");
    }
    report_begin(report, NULL, '{');
    report_string(report, "device", task->device);
    report_number(report, "instance", task->instance);
    report_string(report, "outcome", heard.outcome);
    heard_report(&heard, report, keys);
    report_end(report, '}');
    heard_free(&heard);
}

/* Those that only prepare images take no model. */
static int takes_models(const char* device)
{
    const size_t length = strlen(device);
    return length < 5 || strcmp(device + length - 5, "-proc") != 0;
}

static unsigned instance_of(const struct heard* larod, const char* device)
{
    for (size_t i = 0; i < larod->device_count; ++i)
        if (strcmp(larod->devices[i].name, device) == 0)
            return larod->devices[i].instance;
    return 0;
}

static void run_on(struct part* part, const struct conf* conf, const struct heard* larod,
                   const char* device, unsigned instance)
{
    part_next(part);
    report_begin(&part->report, "models", '[');
    row(&part->report, &(struct task){conf, device, instance}, larod);
    report_end(&part->report, ']');
}

void probe_models(struct part* part, const struct conf* conf, const struct heard* larod)
{
    if (conf->model[0] == '\0')
        return;
    const int file = open_model(conf->model);
    if (file < 0) {
        report_null(&part->report, "models");
        report_format(&part->how, "models", "%s: %s", conf->model, strerror(errno));
        return;
    }
    close(file);
    report_begin(&part->report, "models", '['); /* even if there is nothing to run it on */
    report_end(&part->report, ']');
    report_string(&part->how, "models",
                  "loaded and run on zeros through liblarod, one device after another");
    for (size_t i = 0; i < conf->device_count; ++i)
        run_on(part, conf, larod, conf->devices[i], instance_of(larod, conf->devices[i]));
    for (size_t i = 0; conf->device_count == 0 && i < larod->device_count; ++i)
        if (takes_models(larod->devices[i].name))
            run_on(part, conf, larod, larod->devices[i].name, larod->devices[i].instance);
}
