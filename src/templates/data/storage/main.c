/* Appends a line every ten seconds to a file on each storage that can be written to. */
#include <axsdk/axstorage.h>
#include <glib-unix.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <syslog.h>

typedef struct {
    gchar* id;
    AXStorage* storage; /* NULL until it is set up for us, and again when it goes away */
    gboolean asked;
} Disk;

static void report(const char* what, const Disk* disk, GError* error)
{
    syslog(LOG_WARNING, "%s of %s: %s", what, disk->id, error->message);
    g_error_free(error);
}

static void released(gpointer data, GError* error)
{
    if (error != NULL)
        report("release", data, error);
}

static void release(Disk* disk)
{
    GError* error = NULL;
    if (disk->storage != NULL &&
        !ax_storage_release_async(disk->storage, released, disk, &error))
        report("release", disk, error);
    disk->storage = NULL;
    disk->asked = FALSE;
}

static void set_up(AXStorage* storage, gpointer data, GError* error)
{
    Disk* disk = data;
    if (error != NULL) {
        disk->asked = FALSE;
        report("set-up", disk, error);
        return;
    }
    disk->storage = storage;
    if (disk->asked)
        syslog(LOG_INFO, "%s is ready", disk->id);
    else /* it went away while it was set up */
        release(disk);
}

static gboolean is(const Disk* disk, AXStorageStatusEventId what)
{
    return ax_storage_get_status(disk->id, what, NULL);
}

/* Comes for every change of state. A storage that exits waits for its users, so let go of it. */
static void status_changed(gchar* id, gpointer data, GError* error)
{
    (void)id;
    Disk* disk = data;
    if (error != NULL) {
        report("status", disk, error);
    } else if (is(disk, AX_STORAGE_EXITING_EVENT) || !is(disk, AX_STORAGE_AVAILABLE_EVENT)) {
        release(disk);
    } else if (!disk->asked && is(disk, AX_STORAGE_WRITABLE_EVENT)) {
        disk->asked = ax_storage_setup_async(disk->id, set_up, disk, &error);
        if (!disk->asked)
            report("set-up", disk, error);
    }
}

static gboolean append(gpointer data)
{
    Disk* disk = data;
    GError* error = NULL;
    if (disk->storage == NULL || is(disk, AX_STORAGE_FULL_EVENT))
        return G_SOURCE_CONTINUE;
    gchar* directory = ax_storage_get_path(disk->storage, &error);
    if (directory == NULL) {
        report("path", disk, error);
        return G_SOURCE_CONTINUE;
    }
    gchar* name = g_strdup_printf("%s/@APP@.log", directory);
    FILE* file = fopen(name, "a");
    if (file == NULL || fputs("another ten seconds\n", file) < 0)
        syslog(LOG_WARNING, "cannot write %s: %m", name);
    if (file != NULL)
        fclose(file);
    g_free(name);
    g_free(directory);
    return G_SOURCE_CONTINUE;
}

static gboolean stop(gpointer loop)
{
    g_main_loop_quit(loop);
    return G_SOURCE_REMOVE;
}

int main(void)
{
    GError* error = NULL;
    openlog("@APP@", LOG_PID, LOG_USER);
    GList* ids = ax_storage_list(&error);
    if (error != NULL) {
        syslog(LOG_ERR, "storage: %s", error->message);
        return EXIT_FAILURE;
    }
    GList* disks = NULL;
    for (GList* at = ids; at != NULL; at = at->next) {
        Disk* disk = g_new0(Disk, 1);
        disk->id = at->data; /* ours to free, as the list is */
        disks = g_list_prepend(disks, disk);
        if (ax_storage_subscribe(disk->id, status_changed, disk, &error) == 0) {
            report("subscription", disk, error);
            error = NULL;
        }
        g_timeout_add_seconds(10, append, disk);
    }
    g_list_free(ids);

    GMainLoop* loop = g_main_loop_new(NULL, FALSE);
    g_unix_signal_add(SIGTERM, stop, loop);
    g_unix_signal_add(SIGINT, stop, loop);
    g_main_loop_run(loop);
    for (GList* at = disks; at != NULL; at = at->next)
        release(at->data);
    g_main_loop_unref(loop);
    return EXIT_SUCCESS;
}
