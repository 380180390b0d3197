/* Asks at the start and every five minutes whether the device has a licence key for this program. */
#include <glib-unix.h>
#include <glib.h>
#include <licensekey.h>
#include <signal.h>
#include <stdlib.h>
#include <syslog.h>

/* As in manifest.json: a key is for one application number and one version. */
#define APP_ID 0
#define MAJOR_VERSION 1
#define MINOR_VERSION 0

/* A key can be installed, be removed or expire while the application runs. */
static gboolean check(gpointer data)
{
    (void)data;
    const int valid = licensekey_verify("@APP@", APP_ID, MAJOR_VERSION, MINOR_VERSION) == 1;
    syslog(valid ? LOG_INFO : LOG_WARNING, "licence key: %s", valid ? "valid" : "none that is valid");
    return G_SOURCE_CONTINUE;
}

static gboolean stop(gpointer loop)
{
    g_main_loop_quit(loop);
    return G_SOURCE_REMOVE;
}

int main(void)
{
    openlog("@APP@", LOG_PID, LOG_USER);
    check(NULL);
    g_timeout_add_seconds(300, check, NULL);

    GMainLoop* loop = g_main_loop_new(NULL, FALSE);
    g_unix_signal_add(SIGTERM, stop, loop);
    g_unix_signal_add(SIGINT, stop, loop);
    g_main_loop_run(loop);
    g_main_loop_unref(loop);
    return EXIT_SUCCESS;
}
