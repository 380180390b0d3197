/* An application that speaks to larod as any other does: it opens the library, lists the devices, loads a
 * model on each of those in argv and runs it. One line on standard output for each answer. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    int code;
    const char* msg;
} Error;
typedef struct {
    size_t dims[12];
    size_t len;
} Dims;

static void* library;
static void* at(const char* name)
{
    void* found = dlsym(library, name);
    if (found == NULL)
        printf("no %s\n", name);
    return found;
}
#define FUNCTION(result, name, ...) result (*name)(__VA_ARGS__) = at(#name)

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return 1000.0 * (double)time.tv_sec + (double)time.tv_nsec / 1e6;
}

static void failed(const char* what, Error** error)
{
    FUNCTION(void, larodClearError, Error**);
    printf("%s: %d %s\n", what, *error != NULL ? (*error)->code : 0, *error != NULL ? (*error)->msg : "nothing");
    larodClearError(error);
}

static void run(void* connection, const char* device, const char* file)
{
    FUNCTION(void*, larodGetDevice, void*, const char*, uint32_t, Error**);
    FUNCTION(void*, larodLoadModel, void*, int, void*, int, const char*, void*, Error**);
    FUNCTION(void**, larodAllocModelInputs, void*, void*, uint32_t, size_t*, void*, Error**);
    FUNCTION(void**, larodAllocModelOutputs, void*, void*, uint32_t, size_t*, void*, Error**);
    FUNCTION(const Dims*, larodGetTensorDims, void*, Error**);
    FUNCTION(int, larodGetTensorDataType, void*, Error**);
    FUNCTION(void*, larodCreateJobRequest, void*, void**, size_t, void**, size_t, void*, Error**);
    FUNCTION(bool, larodRunJob, void*, void*, Error**);
    FUNCTION(bool, larodDeleteModel, void*, void*, Error**);
    Error* error = NULL;
    size_t inputs = 0;
    size_t outputs = 0;
    double load[2];
    void* model = NULL;
    void* on = larodGetDevice(connection, device, 0, &error);
    if (on == NULL) {
        failed(device, &error);
        return;
    }
    for (int round = 0; round < 2; ++round) {
        const int fd = open(file, O_RDONLY);
        load[round] = now();
        model = larodLoadModel(connection, fd, on, 1, "model", NULL, &error);
        if (model == NULL && error != NULL && error->code == -15) { /* no power yet */
            failed(device, &error);
            model = larodLoadModel(connection, fd, on, 1, "model", NULL, &error);
        }
        load[round] = now() - load[round];
        close(fd);
        if (model == NULL) {
            failed(device, &error);
            return;
        }
        if (round == 0)
            larodDeleteModel(connection, model, &error);
    }
    void** in = larodAllocModelInputs(connection, model, 0, &inputs, NULL, &error);
    void** out = larodAllocModelOutputs(connection, model, 0, &outputs, NULL, &error);
    void* request = larodCreateJobRequest(model, in, inputs, out, outputs, NULL, &error);
    const double start = now();
    for (int i = 0; i < 10; ++i)
        if (!larodRunJob(connection, request, &error)) {
            failed(device, &error);
            return;
        }
    const double mean = (now() - start) / 10;
    printf("%s: %s, mean %.1f ms, type %d, shape", device, load[0] > 5 * load[1] ? "slow at first" : "alike",
           mean, larodGetTensorDataType(in[0], &error));
    for (size_t i = 0; i < larodGetTensorDims(in[0], &error)->len; ++i)
        printf(" %zu", larodGetTensorDims(in[0], &error)->dims[i]);
    printf(" ->");
    for (size_t i = 0; i < larodGetTensorDims(out[0], &error)->len; ++i)
        printf(" %zu", larodGetTensorDims(out[0], &error)->dims[i]);
    printf("\n");
}

int main(int argc, char** argv)
{
    char target[256] = {0};
    setvbuf(stdout, NULL, _IOLBF, 0);
    library = dlopen("liblarod.so.1", RTLD_NOW);
    if (library == NULL) {
        printf("library: %s\n", dlerror());
        return 0;
    }
    if (readlink("/usr/lib/liblarod.so.1", target, sizeof target - 1) > 0)
        printf("library: %s, %s\n", target, dlsym(library, "larodBuildTensorDims") != NULL ? "12.7" : "before 12.7");
    FUNCTION(bool, larodConnect, void**, Error**);
    FUNCTION(const void**, larodListDevices, void*, size_t*, Error**);
    FUNCTION(const char*, larodGetDeviceName, const void*, Error**);
    FUNCTION(bool, larodGetNumSessions, void*, uint64_t*, Error**);
    Error* error = NULL;
    void* connection = NULL;
    size_t count = 0;
    uint64_t sessions = 0;
    if (!larodConnect(&connection, &error)) {
        failed("connect", &error);
        return 1;
    }
    larodGetNumSessions(connection, &sessions, &error);
    const void** devices = larodListDevices(connection, &count, &error);
    if (devices == NULL)
        failed("devices", &error);
    printf("sessions: %u\ndevices:", (unsigned)sessions);
    for (size_t i = 0; i < count; ++i)
        printf(" %s", larodGetDeviceName(devices[i], &error));
    printf("\n");
    for (int i = 2; i < argc; ++i)
        run(connection, argv[i], argv[1]);
    printf("done\n");
    return 0;
}
