/* Logs how much arrives at the first serial port and sends it back. */
#include <axsdk/axserialport.h>
#include <glib-unix.h>
#include <glib.h>
#include <signal.h>
#include <stdlib.h>
#include <syslog.h>
#include <unistd.h>

/* Nothing takes effect before ax_serial_sync_port_settings(). */
static gboolean configure(AXSerialConfig* port, GError** error)
{
    return ax_serial_port_enable(port, AX_SERIAL_ENABLE, error) &&
           ax_serial_set_portmode(port, AX_SERIAL_RS232, error) &&
           ax_serial_set_baudrate(port, AX_SERIAL_B9600, error) &&
           ax_serial_set_databits(port, AX_SERIAL_DATABITS_8, error) &&
           ax_serial_set_parity(port, AX_SERIAL_PARITY_NONE, error) &&
           ax_serial_set_stopbits(port, AX_SERIAL_STOPBITS_1, error) &&
           ax_serial_sync_port_settings(port, error);
}

static gboolean readable(gint fd, GIOCondition condition, gpointer data)
{
    (void)condition;
    (void)data;
    char bytes[256];
    const ssize_t count = read(fd, bytes, sizeof bytes);
    if (count <= 0) {
        syslog(LOG_ERR, "serial port: %m");
        return G_SOURCE_REMOVE;
    }
    syslog(LOG_INFO, "%zd bytes", count);
    if (write(fd, bytes, (size_t)count) != count)
        syslog(LOG_WARNING, "not everything was sent back");
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
    int fd = -1;
    openlog("@APP@", LOG_PID, LOG_USER);

    AXSerialConfig* port = ax_serial_init(0, &error);
    if (port == NULL || !configure(port, &error) || (fd = ax_serial_get_fd(port, &error)) < 0) {
        syslog(LOG_ERR, "serial port: %s", error != NULL ? error->message : "not there");
        return EXIT_FAILURE;
    }
    g_unix_fd_add(fd, G_IO_IN, readable, NULL);

    GMainLoop* loop = g_main_loop_new(NULL, FALSE);
    g_unix_signal_add(SIGTERM, stop, loop);
    g_unix_signal_add(SIGINT, stop, loop);
    g_main_loop_run(loop);
    g_main_loop_unref(loop);
    ax_serial_cleanup(port);
    return EXIT_SUCCESS;
}
