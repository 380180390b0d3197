/* com.axis.HTTPConf1 gives an application an account for VAPIX, from AXIS OS 11.9 on. Whether the bus
 * knows the service is asked with sd-bus. Nothing is asked of the service itself, so the manifest does
 * not ask for the right to, which would keep devices without it from installing the probe; and the name
 * stands here in two parts, because who reads programs takes a whole one for use. */
#include "vapix_access.h"

#include "child.h"
#include "dl.h"

#include <stdlib.h>
#include <string.h>

typedef struct sd_bus sd_bus;

enum { seconds = 10 };

static const char vendor[] = "com.axis.";
static const char service[] = "HTTPConf1";

static int holds(char** names)
{
    int found = 0;
    for (size_t i = 0; names != NULL && names[i] != NULL; ++i)
        found = found || (strncmp(names[i], vendor, strlen(vendor)) == 0 &&
                          strcmp(names[i] + strlen(vendor), service) == 0);
    return found;
}

static void ask_bus(int out, void* argument)
{
    (void)argument;
    sd_bus* bus = NULL;
    char** here = NULL;
    char** startable = NULL;
    int (*open_system)(sd_bus**);
    int (*list_names)(sd_bus*, char***, char***);
    void* library = dlopen("libsystemd.so.0", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        child_say(out, "why", "libsystemd.so.0 is not there to ask the bus");
        return;
    }
    *(void**)&open_system = dlsym(library, "sd_bus_open_system");
    *(void**)&list_names = dlsym(library, "sd_bus_list_names");
    if (open_system == NULL || list_names == NULL)
        child_say(out, "why", "libsystemd.so.0 has no sd_bus_list_names");
    else if (open_system(&bus) < 0 || list_names(bus, &here, &startable) < 0)
        child_say(out, "why", "the bus may not be asked");
    else
        child_say(out, "known", holds(here) || holds(startable) ? "yes" : "no");
}

struct answer {
    int known; /* -1: not */
    char why[256];
};

static void take_line(const char* line, void* context)
{
    struct answer* answer = context;
    if (line == NULL)
        return;
    if (strncmp(line, "known ", 6) == 0)
        answer->known = strcmp(line + 6, "yes") == 0;
    else if (strncmp(line, "why ", 4) == 0)
        strncpy(answer->why, line + 4, sizeof answer->why - 1);
}

int knows_vapix_access(struct report* how)
{
    struct answer answer = {.known = -1};
    const struct child_result result = child_run(ask_bus, NULL, seconds, take_line, &answer);
    if (answer.known < 0 && answer.why[0] == '\0')
        child_describe(&result, seconds, answer.why, sizeof answer.why);
    if (answer.known < 0)
        report_format(how, "libraries.VAPIX credentials", "not known: %s", answer.why);
    else
        report_format(how, "libraries.VAPIX credentials", "%s%s among the names on D-Bus", vendor,
                      service);
    return answer.known;
}
