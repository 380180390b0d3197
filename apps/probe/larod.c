/* The machine learning service, through liblarod opened at run time: cameras without one
 * (ARTPEC-6, i.MX) have no library either. The few declarations are those of the published
 * liblarod 3 reference; devices are asked for by name, as an application would. */
#include "probe.h"

#include <dlfcn.h>
#include <stdbool.h>

typedef struct larodConnection larodConnection;
typedef struct larodDevice larodDevice;
typedef struct {
    int code;
    const char* msg;
} larodError;

struct larod {
    void* library;
    bool (*connect)(larodConnection**, larodError**);
    bool (*disconnect)(larodConnection**, larodError**);
    void (*clear_error)(larodError**);
    const larodDevice** (*list_devices)(larodConnection*, size_t*, larodError**);
    const char* (*device_name)(const larodDevice*, larodError**);
    bool (*device_instance)(const larodDevice*, uint32_t*, larodError**);
};

static const char* const sonames[] = {"liblarod.so.1", "liblarod.so"};

/* POSIX lets a function pointer be read from what dlsym returns; ISO C needs the detour. */
static int find(void* library, const char* name, void* function)
{
    *(void**)function = dlsym(library, name);
    return *(void**)function != NULL;
}

static int load(struct larod* larod)
{
    return find(larod->library, "larodConnect", &larod->connect) &&
           find(larod->library, "larodDisconnect", &larod->disconnect) &&
           find(larod->library, "larodClearError", &larod->clear_error) &&
           find(larod->library, "larodListDevices", &larod->list_devices) &&
           find(larod->library, "larodGetDeviceName", &larod->device_name) &&
           find(larod->library, "larodGetDeviceInstance", &larod->device_instance);
}

static void take_error(struct larod* larod, struct report* report, larodError** error)
{
    report_string(report, "error", *error != NULL ? (*error)->msg : "unknown larod error");
    larod->clear_error(error);
}

static void devices(struct larod* larod, struct report* report)
{
    larodConnection* connection = NULL;
    larodError* error = NULL;
    if (!larod->connect(&connection, &error)) {
        take_error(larod, report, &error);
        return;
    }
    size_t count = 0;
    const larodDevice** list = larod->list_devices(connection, &count, &error);
    if (list == NULL) {
        take_error(larod, report, &error);
    } else {
        report_begin(report, "devices", '[');
        for (size_t i = 0; i < count; ++i) {
            uint32_t instance = 0;
            report_begin(report, NULL, '{');
            report_string(report, "name", larod->device_name(list[i], &error));
            if (larod->device_instance(list[i], &instance, &error))
                report_number(report, "instance", instance);
            larod->clear_error(&error);
            report_end(report, '}');
        }
        report_end(report, ']');
    }
    larod->disconnect(&connection, &error);
    larod->clear_error(&error);
}

void probe_larod(struct report* report)
{
    struct larod larod = {0};
    const char* soname = NULL;
    for (size_t i = 0; larod.library == NULL && i < sizeof sonames / sizeof *sonames; ++i) {
        soname = sonames[i];
        larod.library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
    }
    report_begin(report, "larod", '{');
    report_bool(report, "present", larod.library != NULL);
    if (larod.library == NULL) {
        report_string(report, "error", dlerror());
    } else {
        report_string(report, "library", soname);
        if (load(&larod))
            devices(&larod, report);
        else
            report_string(report, "error", dlerror());
        dlclose(larod.library);
    }
    report_end(report, '}');
}
