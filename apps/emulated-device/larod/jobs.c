#include "internal.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

struct larodJobRequest {
    const larodModel* model;
    larodTensor** inputs;
    size_t input_count;
    larodTensor** outputs;
    size_t output_count;
};

larodJobRequest* larodCreateJobRequest(const larodModel* model, larodTensor** inputTensors,
                                       size_t numInputs, larodTensor** outputTensors,
                                       size_t numOutputs, larodMap* params, larodError** error)
{
    (void)params;
    if (model == NULL || inputTensors == NULL || outputTensors == NULL) {
        fail(error, EINVAL, "Argument is NULL");
        return NULL;
    }
    larodJobRequest* request = malloc(sizeof *request);
    if (request == NULL)
        fail(error, ENOMEM, "Out of memory");
    else
        *request =
            (larodJobRequest){model, inputTensors, numInputs, outputTensors, numOutputs};
    return request;
}

void larodDestroyJobRequest(larodJobRequest** jobReq)
{
    if (jobReq == NULL)
        return;
    free(*jobReq);
    *jobReq = NULL;
}

static bool given(const void* a, const void* b, larodError** error)
{
    return (a != NULL && b != NULL) || fail(error, EINVAL, "Argument is NULL");
}

bool larodSetJobRequestModel(larodJobRequest* jobReq, const larodModel* model, larodError** error)
{
    if (!given(jobReq, model, error))
        return false;
    jobReq->model = model;
    return true;
}

bool larodSetJobRequestInputs(larodJobRequest* jobReq, larodTensor** tensors,
                              const size_t numTensors, larodError** error)
{
    if (!given(jobReq, tensors, error))
        return false;
    jobReq->inputs = tensors;
    jobReq->input_count = numTensors;
    return true;
}

bool larodSetJobRequestOutputs(larodJobRequest* jobReq, larodTensor** tensors,
                               const size_t numTensors, larodError** error)
{
    if (!given(jobReq, tensors, error))
        return false;
    jobReq->outputs = tensors;
    jobReq->output_count = numTensors;
    return true;
}

bool larodSetJobRequestPriority(larodJobRequest* jobReq, const uint8_t priority,
                                larodError** error)
{
    (void)priority;
    return given(jobReq, jobReq, error);
}

bool larodSetJobRequestParams(larodJobRequest* jobReq, const larodMap* params, larodError** error)
{
    (void)params;
    return given(jobReq, jobReq, error);
}

static bool check_tensors(larodTensor* const* tensors, size_t count, const struct shape* shapes,
                          size_t expected, larodError** error)
{
    if (count != expected)
        return fail(error, LAROD_ERROR_TENSOR_MISMATCH, "Model has %zu tensors, job has %zu",
                    expected, count);
    for (size_t i = 0; i < count; ++i) {
        const larodTensor* tensor = tensors[i];
        if (!given(tensor, tensor, error))
            return false;
        if (tensor->shape.dims.len != 0 && tensor->shape.bytes != shapes[i].bytes)
            return fail(error, LAROD_ERROR_TENSOR_MISMATCH,
                        "Tensor %zu has %zu bytes, the model's has %zu", i, tensor->shape.bytes,
                        shapes[i].bytes);
        if (tensor->fd < 0)
            return fail(error, LAROD_ERROR_FD, "Tensor %zu has no file descriptor", i);
    }
    return true;
}

/* Outputs stay as they are. */
bool larodRunJob(larodConnection* conn, const larodJobRequest* jobReq, larodError** error)
{
    if (!given(conn, jobReq, error))
        return false;
    const larodModel* model = jobReq->model;
    const struct shapes* shapes = &model->shapes;
    if (!is_loaded(conn, model))
        return fail(error, LAROD_ERROR_MODEL_NOT_FOUND, "Model not found");
    if (!check_tensors(jobReq->inputs, jobReq->input_count, shapes->inputs, shapes->input_count,
                       error) ||
        !check_tensors(jobReq->outputs, jobReq->output_count, shapes->outputs,
                       shapes->output_count, error))
        return false;
    if (!has_power(conn, model->device, "power-job", error))
        return false;
    sleep_for(model->device->job);
    return true;
}

struct run {
    larodConnection* conn;
    larodJobRequest request;
    larodRunJobCallback callback;
    void* data;
};

static void* run_apart(void* argument)
{
    struct run* run = argument;
    larodError* error = NULL;
    larodRunJob(run->conn, &run->request, &error);
    end_apart(run->conn); /* the callback may disconnect */
    run->callback(run->data, error);
    larodClearError(&error);
    free(run);
    return NULL;
}

bool larodRunJobAsync(larodConnection* conn, const larodJobRequest* jobReq,
                      larodRunJobCallback callback, void* userData, larodError** error)
{
    pthread_t thread;
    struct run* run = malloc(sizeof *run);
    if (run == NULL || conn == NULL || jobReq == NULL || callback == NULL) {
        free(run);
        return fail(error, EINVAL, "Argument is NULL");
    }
    *run = (struct run){conn, *jobReq, callback, userData};
    begin_apart(conn);
    if (pthread_create(&thread, NULL, run_apart, run) != 0) {
        end_apart(conn);
        free(run);
        return fail(error, EAGAIN, "Could not start a thread");
    }
    pthread_detach(thread);
    return true;
}
