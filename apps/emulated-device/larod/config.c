#include "internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char* const format_names[] = {"tflite", "edge-tpu", "native", "cvflow",
                                           "cv75",   "image",    "none"};

static bool add_device(struct config* config, const larodDevice* device)
{
    larodDevice* devices = realloc(config->devices, (config->count + 1) * sizeof *devices);
    if (devices == NULL)
        return false;
    devices[config->count++] = *device;
    config->devices = devices;
    return true;
}

/* False if there is no memory; a line of another kind is none of its business. */
static bool read_device(struct config* config, const char* line)
{
    larodDevice device = {0};
    char format[16];
    if (sscanf(line, "device %63s %u %15s %u %u %lf", device.name, &device.instance, format,
               &device.first_load, &device.later_load, &device.job) != 6)
        return true;
    for (size_t i = 0; i < sizeof format_names / sizeof *format_names; ++i)
        if (strcmp(format, format_names[i]) == 0) {
            device.format = (enum format)i;
            return add_device(config, &device);
        }
    return true;
}

bool read_config(struct config* config)
{
    char line[256];
    unsigned number = 0;
    memset(config, 0, sizeof *config);
    FILE* file = fopen("/run/larod.conf", "re");
    if (file == NULL)
        return false;
    bool complete = true;
    while (complete && fgets(line, sizeof line, file) != NULL) {
        complete = read_device(config, line);
        if (sscanf(line, "sessions %u", &number) == 1)
            config->sessions = number;
        else if (sscanf(line, "refuses %u", &number) == 1)
            config->refuses = -(int)number;
        else if (sscanf(line, "power-tries %u", &number) == 1)
            config->power_tries = number;
        else if (strcmp(line, "hangs\n") == 0)
            config->hangs = true;
        else if (strcmp(line, "empty\n") == 0)
            config->empty = true;
        else if (strcmp(line, "warm-up-fails\n") == 0)
            config->warm_up_fails = true;
    }
    fclose(file);
    return complete;
}

void free_config(struct config* config)
{
    free(config->devices);
}
