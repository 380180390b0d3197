/* Declares a state, "Active", and changes it every ten seconds. */
#include <axsdk/axevent.h>
#include <glib-unix.h>
#include <glib.h>
#include <signal.h>
#include <stdlib.h>
#include <syslog.h>

static AXEventHandler* handler;
static guint declaration;
static gboolean active;

static gboolean toggle(gpointer data)
{
    (void)data;
    GError* error = NULL;
    active = !active;

    /* Only what changes is sent: the topic belongs to the declaration. */
    AXEventKeyValueSet* values = ax_event_key_value_set_new();
    ax_event_key_value_set_add_key_value(values, "active", NULL, &active, AX_VALUE_TYPE_BOOL, NULL);
    AXEvent* event = ax_event_new2(values, NULL);
    ax_event_key_value_set_free(values);
    if (!ax_event_handler_send_event(handler, declaration, event, &error)) {
        syslog(LOG_WARNING, "event not sent: %s", error->message);
        g_error_free(error);
    }
    ax_event_free(event);
    return G_SOURCE_CONTINUE;
}

/* Events can be sent from here on; before, the event system would not know them. */
static void declared(guint id, gpointer data)
{
    (void)data;
    syslog(LOG_INFO, "event declared as %u", id);
    g_timeout_add_seconds(10, toggle, NULL);
}

static gboolean declare(GError** error)
{
    AXEventKeyValueSet* values = ax_event_key_value_set_new();
    ax_event_key_value_set_add_key_value(values, "topic0", "tnsaxis", "CameraApplicationPlatform",
                                         AX_VALUE_TYPE_STRING, NULL);
    ax_event_key_value_set_add_key_value(values, "topic1", "tnsaxis", "@APP@",
                                         AX_VALUE_TYPE_STRING, NULL);
    ax_event_key_value_set_add_nice_names(values, "topic1", "tnsaxis", NULL, "@NAME@", NULL);
    ax_event_key_value_set_add_key_value(values, "active", NULL, &active, AX_VALUE_TYPE_BOOL, NULL);
    /* One key marked as data makes it a condition for action rules. */
    ax_event_key_value_set_mark_as_data(values, "active", NULL, NULL);

    /* FALSE: not stateless, so a client that comes later is told the current value. */
    const gboolean done = ax_event_handler_declare(handler, values, FALSE, &declaration, declared,
                                                   NULL, error);
    ax_event_key_value_set_free(values);
    return done;
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
    handler = ax_event_handler_new();
    if (!declare(&error)) {
        syslog(LOG_ERR, "event not declared: %s", error->message);
        return EXIT_FAILURE;
    }
    GMainLoop* loop = g_main_loop_new(NULL, FALSE);
    g_unix_signal_add(SIGTERM, stop, loop);
    g_unix_signal_add(SIGINT, stop, loop);
    g_main_loop_run(loop);

    g_main_loop_unref(loop);
    ax_event_handler_undeclare(handler, declaration, NULL);
    ax_event_handler_free(handler);
    return EXIT_SUCCESS;
}
