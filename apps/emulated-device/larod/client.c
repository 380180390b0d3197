/* larod-client for emulated devices: what the script probe and Axis' own larod_test ask of it, in
 * the words of the runs on https://developer.axis.com/computer-vision (2023-12-05).
 *
 *     larod-client -a
 *     larod-client -c DEVICE -g MODEL -i '' [-R ROUNDS] [-w WARM-UPS] [-p] */
#include "larod.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct options {
    bool list;
    const char* device;
    const char* model;
    unsigned long rounds;
    unsigned long warm_ups;
};

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return 1000.0 * (double)now.tv_sec + (double)now.tv_nsec / 1e6;
}

static void say(const char* format, ...) __attribute__((format(printf, 1, 2)));
static void say(const char* format, ...)
{
    struct timespec now;
    struct tm parts;
    char date[32];
    clock_gettime(CLOCK_REALTIME, &now);
    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", gmtime_r(&now.tv_sec, &parts));
    printf("%s.%03ld ", date, now.tv_nsec / 1000000);
    va_list values;
    va_start(values, format);
    vprintf(format, values);
    va_end(values);
    printf("\n");
}

static int failed(const char* what, larodError** error)
{
    say("%s: %s (%d)", what, *error != NULL ? (*error)->msg : "no reason",
        *error != NULL ? (*error)->code : 0);
    larodClearError(error);
    return 1;
}

static int list_devices(larodConnection* connection)
{
    larodError* error = NULL;
    size_t count = 0;
    const larodDevice** devices = larodListDevices(connection, &count, &error);
    if (devices == NULL)
        return failed("Could not list devices", &error);
    say("Devices:");
    printf("___________________________________________\n Name                             Instance\n");
    for (int i = 0; i < 43; ++i)
        printf("\xe2\x80\xbe");
    printf("\n");
    for (size_t i = 0; i < count; ++i) {
        uint32_t instance = 0;
        larodGetDeviceInstance(devices[i], &instance, NULL);
        printf(" %-32s %u\n", larodGetDeviceName(devices[i], NULL), instance);
    }
    printf("___________________________________________\n");
    return 0;
}

static int run_rounds(larodConnection* connection, const larodModel* model,
                      const struct options* options)
{
    larodError* error = NULL;
    size_t inputs = 0;
    size_t outputs = 0;
    larodTensor** in = larodAllocModelInputs(connection, model, 0, &inputs, NULL, &error);
    larodTensor** out = larodAllocModelOutputs(connection, model, 0, &outputs, NULL, &error);
    larodJobRequest* request =
        in != NULL && out != NULL
            ? larodCreateJobRequest(model, in, inputs, out, outputs, NULL, &error)
            : NULL;
    double start = milliseconds();
    if (request != NULL)
        say("Running job for %lu round(s)...", options->rounds);
    for (unsigned long i = 0; request != NULL && i < options->warm_ups + options->rounds; ++i) {
        if (i == options->warm_ups)
            start = milliseconds();
        if (!larodRunJob(connection, request, &error))
            larodDestroyJobRequest(&request);
    }
    const bool done = request != NULL;
    const double mean = (milliseconds() - start) / (double)options->rounds;
    larodDestroyJobRequest(&request);
    larodDestroyTensors(connection, &in, inputs, NULL);
    larodDestroyTensors(connection, &out, outputs, NULL);
    if (!done)
        return failed("Could not run job", &error);
    say("Mean execution time for job: %.2f ms", mean);
    return 0;
}

static int run_model(larodConnection* connection, const struct options* options)
{
    larodError* error = NULL;
    const larodDevice* device = larodGetDevice(connection, options->device, 0, &error);
    if (device == NULL)
        return failed("Could not get device", &error);
    const int file = open(options->model, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        say("Could not open %s: %s", options->model, strerror(errno));
        return 1;
    }
    const char* slash = strrchr(options->model, '/');
    const char* name = slash != NULL ? slash + 1 : options->model;
    larodModel* model =
        larodLoadModel(connection, file, device, LAROD_ACCESS_PRIVATE, name, NULL, &error);
    close(file);
    if (model == NULL)
        return failed("Could not load model", &error);
    say("Model %s loaded", name);
    const int status = run_rounds(connection, model, options);
    larodDestroyModel(&model);
    return status;
}

static unsigned long rounds(const char* text)
{
    char* end = NULL;
    const unsigned long value = strtoul(text, &end, 10);
    if (*text == '\0' || *end != '\0' || value > 1000000) {
        fprintf(stderr, "larod-client: '%s' is no number of rounds up to 1000000\n", text);
        exit(2);
    }
    return value;
}

static bool read_options(int argc, char** argv, struct options* options)
{
    for (int letter; (letter = getopt(argc, argv, "ac:g:i:pR:w:")) != -1;)
        switch (letter) {
        case 'a':
            options->list = true;
            break;
        case 'c':
            options->device = optarg;
            break;
        case 'g':
            options->model = optarg;
            break;
        case 'R':
            options->rounds = rounds(optarg);
            break;
        case 'w':
            options->warm_ups = rounds(optarg);
            break;
        case 'i':
        case 'p':
            break;
        default:
            return false;
        }
    return options->rounds > 0 &&
           (options->list || (options->device != NULL && options->model != NULL));
}

int main(int argc, char** argv)
{
    struct options options = {.rounds = 1};
    larodConnection* connection = NULL;
    larodError* error = NULL;
    if (!read_options(argc, argv, &options)) {
        fprintf(stderr, "usage: larod-client -a | -c DEVICE -g MODEL -i '' [-R ROUNDS] [-w WARM-UPS] "
                        "[-p]\nThe emulated device's larod-client has these options alone.\n");
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    say("Connecting to larod...");
    if (!larodConnect(&connection, &error))
        return failed("Could not connect", &error);
    say("Connected");
    const int status = options.list ? list_devices(connection) : run_model(connection, &options);
    larodDisconnect(&connection, &error);
    return status;
}
