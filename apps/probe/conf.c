#include "conf.h"

#include "file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { most = 10000 };

static unsigned bounded(const char* value, unsigned least)
{
    const unsigned long number = strtoul(value, NULL, 10);
    return number < least ? least : number > most ? most : (unsigned)number;
}

static void take(struct conf* conf, const char* key, const char* value)
{
    if (strcmp(key, "model") == 0 && strchr(value, '/') == NULL)
        snprintf(conf->model, sizeof conf->model, "%s", value);
    else if (strcmp(key, "runs") == 0)
        conf->runs = bounded(value, 1);
    else if (strcmp(key, "warm-ups") == 0)
        conf->warm_ups = bounded(value, 0);
    else if (strcmp(key, "silence") == 0)
        conf->silence = bounded(value, 1);
    else if (strcmp(key, "device") == 0 && conf->device_count < most_named_devices)
        snprintf(conf->devices[conf->device_count++], sizeof conf->devices[0], "%s", value);
}

struct conf conf_read(void)
{
    struct conf conf = {.runs = 20, .warm_ups = 2};
    char path[600];
    char line[512];
    snprintf(path, sizeof path, "%s/probe.conf", own_directory());
    FILE* stream = fopen(path, "re");
    while (stream != NULL && fgets(line, sizeof line, stream) != NULL) {
        line[strcspn(line, "\r\n")] = '\0';
        char* value = strchr(line, ' ');
        if (value == NULL)
            continue;
        *value++ = '\0';
        take(&conf, line, value + strspn(value, " "));
    }
    if (stream != NULL)
        fclose(stream);
    return conf;
}
