/* Says something every Interval seconds, a parameter that may change at any time. */
#include <axsdk/axparameter.h>
#include <glib-unix.h>
#include <glib.h>
#include <signal.h>
#include <stdlib.h>
#include <syslog.h>

static guint timer;

static gboolean tick(gpointer data)
{
    (void)data;
    syslog(LOG_INFO, "Another interval is over");
    return G_SOURCE_CONTINUE;
}

static void apply(const gchar* value)
{
    /* Clients of VAPIX can write what the type in the manifest does not allow. */
    guint64 seconds = 0;
    if (!g_ascii_string_to_unsigned(value, 10, 1, 3600, &seconds, NULL)) {
        syslog(LOG_WARNING, "Interval '%s' is not 1 to 3600 seconds", value);
        return;
    }
    if (timer != 0)
        g_source_remove(timer);
    timer = g_timeout_add_seconds((guint)seconds, tick, NULL);
    syslog(LOG_INFO, "Interval is %u seconds", (guint)seconds);
}

/* Called from inside the library: an ax_parameter function would wait here for itself, forever. */
static void changed(const gchar* name, const gchar* value, gpointer data)
{
    (void)name;
    (void)data;
    apply(value);
}

static gboolean stop(gpointer loop)
{
    g_main_loop_quit(loop);
    return G_SOURCE_REMOVE;
}

int main(void)
{
    GError* error = NULL;
    gchar* value = NULL;
    openlog("@APP@", LOG_PID, LOG_USER);

    /* The name of the application makes "Interval" short for root.@APP@.Interval. */
    AXParameter* parameters = ax_parameter_new("@APP@", &error);
    if (parameters == NULL || !ax_parameter_get(parameters, "Interval", &value, &error) ||
        !ax_parameter_register_callback(parameters, "Interval", changed, NULL, &error)) {
        syslog(LOG_ERR, "parameters: %s", error->message);
        return EXIT_FAILURE;
    }
    apply(value);
    g_free(value);

    GMainLoop* loop = g_main_loop_new(NULL, FALSE);
    g_unix_signal_add(SIGTERM, stop, loop);
    g_unix_signal_add(SIGINT, stop, loop);
    g_main_loop_run(loop);

    g_main_loop_unref(loop);
    ax_parameter_free(parameters);
    return EXIT_SUCCESS;
}
