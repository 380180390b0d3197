#include "run.h"

#include "child.h"
#include "clock.h"
#include "tensors.h"

#include <stdlib.h>

enum { doing_seconds = 5 };

/* Tensors that larod made, and the job that runs on them. */
struct job {
    larodTensor** inputs;
    size_t input_count;
    larodTensor** outputs;
    size_t output_count;
    larodJobRequest* request;
};

int run_is_possible(const struct session* session)
{
    const struct larod* larod = &session->larod;
    if (larod->device != NULL && larod->load_model != NULL && larod->destroy_model != NULL &&
        larod->alloc_inputs != NULL && larod->alloc_outputs != NULL &&
        larod->destroy_tensors != NULL && larod->tensor_dims != NULL && larod->tensor_type != NULL &&
        larod->tensor_layout != NULL && larod->tensor_fd != NULL && larod->tensor_fd_size != NULL &&
        larod->create_job != NULL && larod->destroy_job != NULL && larod->run_job != NULL)
        return 1;
    child_say(session->out, "error",
              "{\"code\":null,\"message\":\"liblarod lacks functions that running a model needs\"}");
    return 0;
}

static int prepare(const struct session* session, const larodModel* model, struct job* job,
                   larodError** error)
{
    const struct larod* larod = &session->larod;
    const uint32_t access = larod_fd_readwrite | larod_fd_map;
    job->inputs = larod->alloc_inputs(session->connection, model, access, &job->input_count, NULL,
                                      error);
    if (job->inputs == NULL)
        return 0;
    job->outputs = larod->alloc_outputs(session->connection, model, access, &job->output_count, NULL,
                                        error);
    if (job->outputs == NULL)
        return 0;
    tensors_clear(session, job->inputs, job->input_count);
    job->request = larod->create_job(model, job->inputs, job->input_count, job->outputs,
                                     job->output_count, NULL, error);
    return job->request != NULL;
}

static void destroy(const struct session* session, struct job* job)
{
    const struct larod* larod = &session->larod;
    larodError* error = NULL;
    if (job->request != NULL)
        larod->destroy_job(&job->request);
    if (job->inputs != NULL)
        larod->destroy_tensors(session->connection, &job->inputs, job->input_count, &error);
    larod->clear_error(&error);
    if (job->outputs != NULL)
        larod->destroy_tensors(session->connection, &job->outputs, job->output_count, &error);
    larod->clear_error(&error);
}

static void describe(const struct session* session, const larodModel* model, const struct job* job,
                     struct report* report)
{
    const struct larod* larod = &session->larod;
    larodError* error = NULL;
    size_t count = 0;
    size_t* sizes = larod->input_sizes != NULL ? larod->input_sizes(model, &count, &error) : NULL;
    larod->clear_error(&error);
    tensors_report(session, report, "inputs", job->inputs, job->input_count, sizes, count);
    free(sizes);
    count = 0;
    sizes = larod->output_sizes != NULL ? larod->output_sizes(model, &count, &error) : NULL;
    larod->clear_error(&error);
    tensors_report(session, report, "outputs", job->outputs, job->output_count, sizes, count);
    free(sizes);
    session_members(session, report);
}

static int run_once(struct session* session, const struct job* job, double* spent,
                    larodError** error)
{
    for (;;) {
        const double started = seconds_now();
        if (session->larod.run_job(session->connection, job->request, error)) {
            *spent = (seconds_now() - started) * 1000;
            return 1;
        }
        if (!session_waits_for_power(session, error))
            return 0;
    }
}

static void forgive_warm_up(struct session* session, larodError** error, struct report* report)
{
    session_doing(session, "warming up once more: %.100s",
                  *error != NULL && (*error)->msg != NULL ? (*error)->msg : "no reason is given");
    report_begin(report, "failedWarmUp", '{');
    report_larod_error(report, *error);
    report_end(report, '}');
    session->larod.clear_error(error);
}

/* How many were run; a failure of the first one is forgiven once. -1: it is told. */
static int warm_up(struct session* session, const struct job* job, unsigned count,
                   struct report* report)
{
    larodError* error = NULL;
    double spent = 0;
    unsigned done = 0;
    int forgiven = 0;
    session_doing(session, "warming up");
    while (done < count) {
        if (run_once(session, job, &spent, &error)) {
            ++done;
        } else if (done == 0 && !forgiven) {
            forgiven = 1;
            forgive_warm_up(session, &error, report);
        } else {
            break;
        }
    }
    report_number(report, "warmUps", done + (unsigned)forgiven);
    session_members(session, report);
    if (done == count)
        return (int)done;
    session_fail(session, &error);
    return -1;
}

static int by_size(const void* left, const void* right)
{
    const double a = *(const double*)left;
    const double b = *(const double*)right;
    return a < b ? -1 : a > b;
}

static void statistics(struct report* report, double* times, unsigned count)
{
    report_number(report, "runs", count);
    if (count == 0) {
        report_null(report, "inference");
        return;
    }
    qsort(times, count, sizeof *times, by_size);
    report_begin(report, "inference", '{');
    report_decimal(report, "min", times[0]);
    report_decimal(report, "median", (times[(count - 1) / 2] + times[count / 2]) / 2);
    report_decimal(report, "p95", times[(count * 95 + 99) / 100 - 1]); /* nearest rank */
    report_decimal(report, "max", times[count - 1]);
    report_end(report, '}');
}

static void measure(struct session* session, const struct job* job, unsigned runs,
                    struct report* report)
{
    larodError* error = NULL;
    double* times = calloc(runs, sizeof *times);
    unsigned done = 0;
    session_doing(session, "running the model %u times", runs);
    for (double told = seconds_now(); times != NULL && done < runs; ++done) {
        if (!run_once(session, job, &times[done], &error))
            break;
        if (seconds_now() - told > doing_seconds) {
            told = seconds_now();
            session_doing(session, "running the model, %u of %u times", done + 1, runs);
        }
    }
    statistics(report, times, done);
    session_members(session, report);
    if (done == runs)
        child_say(session->out, "outcome", "ran");
    else
        session_fail(session, &error);
    free(times);
}

void run_model(struct session* session, larodModel* model, const struct conf* conf,
               struct report* report)
{
    larodError* error = NULL;
    struct job job = {0};
    if (prepare(session, model, &job, &error)) {
        describe(session, model, &job, report);
        if (warm_up(session, &job, conf->warm_ups, report) >= 0)
            measure(session, &job, conf->runs, report);
    } else {
        session_fail(session, &error);
    }
    destroy(session, &job);
}
