/* A liblarod for the tests of the probe program: the published functions of larod 3 that it uses.
 * LAROD_FAULT says what goes wrong: power (twice none), hang, crash, warm-up, session. What it still
 * holds when a connection ends is told on standard error. */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct {
    int code;
    const char* msg;
} larodError;
typedef struct larodConnection larodConnection;
typedef struct larodDevice {
    const char* name;
    uint32_t instance;
} larodDevice;
typedef struct larodModel {
    const larodDevice* device;
} larodModel;
typedef struct {
    size_t dims[12];
    size_t len;
} larodTensorDims;
typedef struct larodTensor {
    int fd;
    size_t size;
    int type;
    int layout;
    larodTensorDims dims;
} larodTensor;
typedef struct larodJobRequest {
    larodTensor** inputs;
} larodJobRequest;

static const larodDevice list[] = {{"cpu-tflite", 0}, {"axis-a8-dlpu-tflite", 1}, {"axis-a8-dlpu-native", 0}, {"axis-a8-dlpu-proc", 0}};
static const larodDevice* devices[4] = {&list[0], &list[1], &list[2], &list[3]};
static int held, tries, loads, jobs;

static int fault(const char* name)
{
    const char* wanted = getenv("LAROD_FAULT");
    return wanted != NULL && strcmp(wanted, name) == 0;
}

static bool fail(larodError** error, int code, const char* message)
{
    *error = malloc(sizeof **error);
    **error = (larodError){code, message};
    return false;
}

void larodClearError(larodError** error)
{
    free(*error);
    *error = NULL;
}

bool larodConnect(larodConnection** connection, larodError** error)
{
    if (fault("power") && ++tries <= 2)
        return fail(error, -15, "Power not available");
    if (fault("session"))
        return fail(error, -7, "Could not create session: \"no\"\n");
    *connection = (larodConnection*)&held;
    return true;
}

bool larodDisconnect(larodConnection** connection, larodError** error)
{
    (void)error;
    if (held != 0)
        fprintf(stderr, "left behind: %d\n", held);
    *connection = NULL;
    return true;
}

bool larodGetNumSessions(larodConnection* connection, uint64_t* count, larodError** error)
{
    (void)connection, (void)error;
    *count = 3;
    return true;
}

const larodDevice** larodListDevices(larodConnection* connection, size_t* count, larodError** error)
{
    (void)connection, (void)error;
    *count = 4;
    return devices;
}

const larodDevice* larodGetDevice(const larodConnection* connection, const char* name, uint32_t instance, larodError** error)
{
    (void)connection;
    for (int i = 0; i < 4; ++i)
        if (strcmp(list[i].name, name) == 0 && list[i].instance == instance)
            return &list[i];
    fail(error, ENODEV, "No such device");
    return NULL;
}

const char* larodGetDeviceName(const larodDevice* device, larodError** error)
{
    (void)error;
    return device->name;
}

bool larodGetDeviceInstance(const larodDevice* device, uint32_t* instance, larodError** error)
{
    (void)error;
    *instance = device->instance;
    return true;
}

static larodModel loaded = {&list[1]};

larodModel** larodGetModels(larodConnection* connection, size_t* count, larodError** error)
{
    (void)connection, (void)error;
    if (fault("hang"))
        for (;;)
            pause();
    if (fault("crash"))
        abort();
    larodModel** models = malloc(sizeof *models);
    models[0] = &loaded;
    *count = 1;
    return models;
}

void larodDestroyModels(larodModel*** models, size_t count)
{
    (void)count;
    free(*models);
    *models = NULL;
}

const char* larodGetModelName(const larodModel* model, larodError** error)
{
    (void)model, (void)error;
    return "a customer's";
}

uint64_t larodGetModelId(const larodModel* model, larodError** error)
{
    (void)model, (void)error;
    return 7;
}

size_t larodGetModelSize(const larodModel* model, larodError** error)
{
    (void)model, (void)error;
    return 4096;
}

int larodGetModelAccess(const larodModel* model, larodError** error)
{
    (void)model, (void)error;
    return 1;
}

const larodDevice* larodGetModelDevice(const larodModel* model, larodError** error)
{
    (void)error;
    return model->device;
}

larodModel* larodLoadModel(larodConnection* connection, int fd, const larodDevice* device, int access, const char* name,
                           const void* params, larodError** error)
{
    char magic[8];
    (void)connection, (void)access, (void)name, (void)params;
    if (fault("warm-up") && ++loads == 1) {
        fail(error, -2, "Could not run warmup job: Failure when invoking interpreter");
        return NULL;
    }
    if (read(fd, magic, 8) != 8 || memcmp(magic + 4, "TFL3", 4) != 0 || strstr(device->name, "native") != NULL) {
        fail(error, -2, "Incorrect model format");
        return NULL;
    }
    usleep(20000);
    larodModel* model = malloc(sizeof *model);
    model->device = device;
    ++held;
    return model;
}

bool larodDeleteModel(larodConnection* connection, larodModel* model, larodError** error)
{
    (void)connection, (void)model, (void)error;
    --held;
    return true;
}

void larodDestroyModel(larodModel** model)
{
    free(*model);
    *model = NULL;
}

size_t* larodGetModelInputByteSizes(const larodModel* model, size_t* count, larodError** error)
{
    (void)model, (void)error;
    size_t* sizes = malloc(sizeof *sizes);
    sizes[0] = 12;
    *count = 1;
    return sizes;
}

static larodTensor** tensor(int type, int layout, larodTensorDims dims, size_t size, size_t* count)
{
    larodTensor** tensors = malloc(sizeof *tensors);
    tensors[0] = malloc(sizeof **tensors);
    *tensors[0] = (larodTensor){memfd_create("tensor", 0), size, type, layout, dims};
    if (ftruncate(tensors[0]->fd, (off_t)size) != 0 || pwrite(tensors[0]->fd, "dirt", 4, 0) != 4)
        abort();
    ++held;
    *count = 1;
    return tensors;
}

larodTensor** larodAllocModelInputs(larodConnection* connection, const larodModel* model, uint32_t access, size_t* count,
                                    void* params, larodError** error)
{
    (void)connection, (void)model, (void)access, (void)params, (void)error;
    return tensor(3, 2, (larodTensorDims){{1, 2, 2, 3}, 4}, 12, count);
}

larodTensor** larodAllocModelOutputs(larodConnection* connection, const larodModel* model, uint32_t access, size_t* count,
                                     void* params, larodError** error)
{
    (void)connection, (void)model, (void)access, (void)params, (void)error;
    return tensor(12, 1, (larodTensorDims){{1, 10}, 2}, 40, count);
}

bool larodDestroyTensors(larodConnection* connection, larodTensor*** tensors, size_t count, larodError** error)
{
    (void)connection, (void)error, (void)count;
    close((*tensors)[0]->fd);
    free((*tensors)[0]);
    free(*tensors);
    *tensors = NULL;
    --held;
    return true;
}

const larodTensorDims* larodGetTensorDims(const larodTensor* tensor, larodError** error)
{
    (void)error;
    return &tensor->dims;
}

int larodGetTensorDataType(const larodTensor* tensor, larodError** error)
{
    (void)error;
    return tensor->type;
}

int larodGetTensorLayout(const larodTensor* tensor, larodError** error)
{
    (void)error;
    return tensor->layout;
}

int larodGetTensorFd(const larodTensor* tensor, larodError** error)
{
    (void)error;
    return tensor->fd;
}

bool larodGetTensorFdSize(const larodTensor* tensor, size_t* size, larodError** error)
{
    (void)error;
    *size = tensor->size;
    return true;
}

larodJobRequest* larodCreateJobRequest(const larodModel* model, larodTensor** inputs, size_t input_count, larodTensor** outputs,
                                       size_t output_count, void* params, larodError** error)
{
    (void)model, (void)input_count, (void)outputs, (void)output_count, (void)params, (void)error;
    larodJobRequest* request = malloc(sizeof *request);
    request->inputs = inputs;
    ++held;
    return request;
}

void larodDestroyJobRequest(larodJobRequest** request)
{
    free(*request);
    *request = NULL;
    --held;
}

bool larodRunJob(larodConnection* connection, const larodJobRequest* request, larodError** error)
{
    char bytes[12];
    (void)connection;
    if (fault("warm-up") && ++jobs == 1)
        return fail(error, -1, "Failure when invoking interpreter");
    if (pread(request->inputs[0]->fd, bytes, 12, 0) != 12 || memcmp(bytes, "\0\0\0\0\0\0\0\0\0\0\0", 12) != 0)
        return fail(error, -12, "the input is not zero");
    usleep(2000);
    return true;
}

bool larodBuildTensorDims(void)
{
    return true;
}
