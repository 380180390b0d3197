/* Takes H.264 frames and logs every second how many, and how large, they were. */
#include <glib-object.h>
#include <glib.h>
#include <signal.h>
#include <stdlib.h>
#include <syslog.h>
#include <unistd.h>

#include "vdo-buffer.h"
#include "vdo-error.h"
#include "vdo-frame.h"
#include "vdo-map.h"
#include "vdo-stream.h"
#include "vdo-types.h"

static volatile sig_atomic_t stopped;

static void stop(int signal_number)
{
    (void)signal_number;
    stopped = 1;
}

static VdoStream* start(GError** error)
{
    VdoMap* settings = vdo_map_new();
    vdo_map_set_uint32(settings, "format", VDO_FORMAT_H264);
    vdo_map_set_uint32(settings, "width", 640);
    vdo_map_set_uint32(settings, "height", 360);
    VdoStream* stream = vdo_stream_new(settings, NULL, error);
    g_object_unref(settings);
    if (stream != NULL && !vdo_stream_start(stream, error))
        g_clear_object(&stream);
    return stream;
}

/* Until the application is stopped or the stream ends. */
static void take_frames(VdoStream* stream, GError** error)
{
    guint frames = 0;
    gsize bytes = 0;
    gint64 next = g_get_monotonic_time() + G_USEC_PER_SEC;
    while (!stopped) {
        VdoBuffer* buffer = vdo_stream_get_buffer(stream, error);
        if (buffer == NULL) {
            if (!g_error_matches(*error, VDO_ERROR, VDO_ERROR_NO_DATA))
                return;
            g_clear_error(error);
            continue;
        }
        /* The frame lives as long as its buffer; vdo_buffer_get_data() is what is in it. */
        ++frames;
        bytes += vdo_frame_get_size(vdo_buffer_get_frame(buffer));
        /* There are few buffers: the stream stands still until one is given back. */
        if (!vdo_stream_buffer_unref(stream, &buffer, error))
            return;
        if (g_get_monotonic_time() >= next) {
            syslog(LOG_INFO, "%u frames, %zu bytes", frames, bytes);
            frames = 0;
            bytes = 0;
            next += G_USEC_PER_SEC;
        }
    }
}

int main(void)
{
    const struct sigaction action = {.sa_handler = stop};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    openlog("@APP@", LOG_PID, LOG_USER);

    while (!stopped) {
        GError* error = NULL;
        VdoStream* stream = start(&error);
        if (stream != NULL) {
            take_frames(stream, &error);
            g_object_unref(stream);
        }
        if (stopped) /* a signal interrupts the wait for a frame */
            g_clear_error(&error);
        if (error == NULL)
            continue;
        /* Expected is a change of the global settings, such as rotation: begin again. */
        const gboolean expected = vdo_error_is_expected(&error);
        syslog(LOG_WARNING, "video: %s", error->message);
        g_clear_error(&error);
        if (!expected)
            return EXIT_FAILURE;
        sleep(1);
    }
    return EXIT_SUCCESS;
}
