#include "internal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* For whoever looks into the file. */
const char emulated_larod[] =
    "A stand-in for liblarod 3 on devices that acapctl-emulator emulates. It computes nothing.";

bool fail(larodError** error, int code, const char* format, ...)
{
    if (error == NULL)
        return false;
    char text[512];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    *error = malloc(sizeof **error);
    if (*error != NULL) {
        (*error)->code = (larodErrorCode)code;
        (*error)->msg = strdup(text);
    }
    return false;
}

void larodClearError(larodError** error)
{
    if (error == NULL || *error == NULL)
        return;
    free((void*)(*error)->msg);
    free(*error);
    *error = NULL;
}

bool has_power(const larodConnection* conn, const larodDevice* device, const char* what,
               larodError** error)
{
    const unsigned tries = conn->config.power_tries;
    if (tries == 0 || strstr(device->name, "cpu") != NULL || counted(what) >= tries)
        return true;
    return fail(error, LAROD_ERROR_POWER_NOT_AVAILABLE, "Power not available");
}

static const char* reason(int code)
{
    switch (code) {
    case LAROD_ERROR_PERMISSION:
        return "Permission denied";
    case LAROD_ERROR_VERSION_MISMATCH:
        return "Version mismatch between library and service";
    case LAROD_ERROR_CREATE_SESSION:
        return "Could not create session";
    default:
        return "Could not connect to larod service";
    }
}

static void discard(larodConnection* conn)
{
    free_config(&conn->config);
    free(conn->listed);
    free(conn->models);
    free(conn);
}

bool larodConnect(larodConnection** conn, larodError** error)
{
    if (conn == NULL)
        return fail(error, EINVAL, "Connection pointer is NULL");
    larodConnection* made = calloc(1, sizeof *made);
    if (made == NULL)
        return fail(error, ENOMEM, "Out of memory");
    const bool serves = read_config(&made->config);
    while (made->config.hangs)
        pause();
    made->listed = calloc(made->config.count + 1, sizeof *made->listed);
    const int code = serves && made->listed != NULL ? made->config.refuses : LAROD_ERROR_CONNECTION;
    if (code != 0) {
        discard(made);
        return fail(error, code, "%s", reason(code));
    }
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->fewer, NULL);
    for (size_t i = 0; i < made->config.count; ++i)
        made->listed[i] = &made->config.devices[i];
    *conn = made;
    return true;
}

void begin_apart(larodConnection* conn)
{
    pthread_mutex_lock(&conn->lock);
    ++conn->apart;
    pthread_mutex_unlock(&conn->lock);
}

void end_apart(larodConnection* conn)
{
    pthread_mutex_lock(&conn->lock);
    --conn->apart;
    pthread_cond_broadcast(&conn->fewer);
    pthread_mutex_unlock(&conn->lock);
}

bool larodDisconnect(larodConnection** conn, larodError** error)
{
    if (conn == NULL || *conn == NULL)
        return fail(error, EINVAL, "Connection is NULL");
    pthread_mutex_lock(&(*conn)->lock);
    while ((*conn)->apart > 0)
        pthread_cond_wait(&(*conn)->fewer, &(*conn)->lock);
    pthread_mutex_unlock(&(*conn)->lock);
    pthread_cond_destroy(&(*conn)->fewer);
    pthread_mutex_destroy(&(*conn)->lock);
    discard(*conn);
    *conn = NULL;
    return true;
}

bool larodGetNumSessions(larodConnection* conn, uint64_t* numSessions, larodError** error)
{
    if (conn == NULL || numSessions == NULL)
        return fail(error, EINVAL, "Argument is NULL");
    *numSessions = conn->config.sessions + 1;
    return true;
}

const larodDevice** larodListDevices(larodConnection* conn, size_t* numDevices,
                                            larodError** error)
{
    if (conn == NULL || numDevices == NULL) {
        fail(error, EINVAL, "Argument is NULL");
        return NULL;
    }
    *numDevices = conn->config.empty ? 0 : conn->config.count;
    return conn->config.empty ? NULL : conn->listed;
}

const larodDevice* larodGetDevice(const larodConnection* conn, const char* name,
                                         const uint32_t instance, larodError** error)
{
    if (conn == NULL || name == NULL) {
        fail(error, EINVAL, "Argument is NULL");
        return NULL;
    }
    for (size_t i = 0; i < conn->config.count; ++i) {
        const larodDevice* device = &conn->config.devices[i];
        if (device->instance == instance && strcmp(device->name, name) == 0)
            return device;
    }
    fail(error, ENODEV, "Device %s (instance %u) not found", name, instance);
    return NULL;
}

const char* larodGetDeviceName(const larodDevice* dev, larodError** error)
{
    if (dev != NULL)
        return dev->name;
    fail(error, EINVAL, "Device is NULL");
    return NULL;
}

bool larodGetDeviceInstance(const larodDevice* dev, uint32_t* instance, larodError** error)
{
    if (dev == NULL || instance == NULL)
        return fail(error, EINVAL, "Argument is NULL");
    *instance = dev->instance;
    return true;
}
