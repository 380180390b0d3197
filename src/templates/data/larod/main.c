/* Logs the devices of the machine learning service; given DEVICE and MODEL it loads the model. */
#include <fcntl.h>
#include <larod.h>
#include <stdlib.h>
#include <syslog.h>
#include <unistd.h>

static int failed(const char* what, larodError** error)
{
    syslog(LOG_ERR, "%s: %s", what, *error != NULL ? (*error)->msg : "unknown error");
    larodClearError(error);
    return EXIT_FAILURE;
}

static int list_devices(larodConnection* larod)
{
    larodError* error = NULL;
    size_t count = 0;
    /* The list and its members belong to the connection. */
    const larodDevice** devices = larodListDevices(larod, &count, &error);
    if (devices == NULL)
        return failed("devices", &error);
    for (size_t i = 0; i < count; ++i) {
        uint32_t instance = 0;
        const char* name = larodGetDeviceName(devices[i], &error);
        if (name == NULL || !larodGetDeviceInstance(devices[i], &instance, &error))
            return failed("device", &error);
        syslog(LOG_INFO, "%s, instance %u", name, (unsigned int)instance);
    }
    return EXIT_SUCCESS;
}

static int load(larodConnection* larod, const char* name, const char* path)
{
    larodError* error = NULL;
    const larodDevice* device = larodGetDevice(larod, name, 0, &error);
    if (device == NULL)
        return failed(name, &error);
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        syslog(LOG_ERR, "%s: %m", path);
        return EXIT_FAILURE;
    }
    /* The first time this takes up to minutes: the model is compiled for the device. */
    larodModel* model = NULL;
    for (int attempt = 0; model == NULL && attempt < 20; ++attempt) {
        larodClearError(&error);
        model = larodLoadModel(larod, file, device, LAROD_ACCESS_PRIVATE, "@APP@", NULL, &error);
        /* The device shares its power budget, with heaters for instance: ask again later. */
        if (model == NULL && error->code != LAROD_ERROR_POWER_NOT_AVAILABLE)
            break;
        if (model == NULL)
            sleep(1);
    }
    close(file);
    if (model == NULL)
        return failed(path, &error);
    syslog(LOG_INFO, "%s is loaded on %s", path, name);
    larodDestroyModel(&model);
    return EXIT_SUCCESS;
}

int main(int argc, char** argv)
{
    larodConnection* larod = NULL;
    larodError* error = NULL;
    openlog("@APP@", LOG_PID, LOG_USER);
    if (!larodConnect(&larod, &error))
        return failed("larod", &error);
    int status = list_devices(larod);
    if (status == EXIT_SUCCESS && argc == 3)
        status = load(larod, argv[1], argv[2]);
    larodDisconnect(&larod, NULL); /* models that are private to the connection end with it */
    return status;
}
