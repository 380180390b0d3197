/* Draws the time into the upper left corner of every video stream. */
#include <axoverlay.h>
#include <cairo/cairo.h>
#include <glib-unix.h>
#include <glib.h>
#include <signal.h>
#include <stdlib.h>
#include <syslog.h>
#include <time.h>

/* Multiples of 16, as the colour space ARGB32 wants them. */
enum { WIDTH = 320, HEIGHT = 64 };

/* Called before each drawing, for a stream of any size: the box has the same size on all. */
static void adjust(gint id, struct axoverlay_stream_data* stream,
                   enum axoverlay_position_type* position, gfloat* x, gfloat* y, gint* width,
                   gint* height, gpointer data)
{
    (void)id, (void)stream, (void)position, (void)x, (void)y, (void)data;
    *width = WIDTH;
    *height = HEIGHT;
}

static void render(gpointer context, gint id, struct axoverlay_stream_data* stream,
                   enum axoverlay_position_type position, gfloat x, gfloat y, gint width,
                   gint height, gpointer data)
{
    (void)id, (void)stream, (void)position, (void)x, (void)y, (void)data;
    cairo_t* cairo = context;
    char text[16] = "";
    const time_t now = time(NULL);
    struct tm local;
    strftime(text, sizeof text, "%H:%M:%S", localtime_r(&now, &local));

    /* What was drawn last is still there: SOURCE replaces it, with its transparency. */
    cairo_set_operator(cairo, CAIRO_OPERATOR_SOURCE);
    cairo_set_source_rgba(cairo, 0, 0, 0, 0.5);
    cairo_rectangle(cairo, 0, 0, width, height);
    cairo_fill(cairo);
    cairo_set_source_rgba(cairo, 1, 1, 1, 1);
    cairo_select_font_face(cairo, "sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
    cairo_set_font_size(cairo, 40);
    cairo_move_to(cairo, 16, 48);
    cairo_show_text(cairo, text);
}

static gboolean redraw(gpointer data)
{
    (void)data;
    GError* error = NULL;
    axoverlay_redraw(&error);
    /* The overlay service may be restarting; the library finds it again. */
    g_clear_error(&error);
    return G_SOURCE_CONTINUE;
}

static gboolean stop(gpointer loop)
{
    g_main_loop_quit(loop);
    return G_SOURCE_REMOVE;
}

static int failed(const char* what, GError* error)
{
    syslog(LOG_ERR, "%s: %s", what, error != NULL ? error->message : "not supported");
    return EXIT_FAILURE;
}

int main(void)
{
    GError* error = NULL;
    openlog("@APP@", LOG_PID, LOG_USER);
    if (!axoverlay_is_backend_supported(AXOVERLAY_CAIRO_IMAGE_BACKEND))
        return failed("Cairo overlays", NULL);
    struct axoverlay_settings settings;
    axoverlay_init_axoverlay_settings(&settings);
    settings.backend = AXOVERLAY_CAIRO_IMAGE_BACKEND;
    settings.render_callback = render;
    settings.adjustment_callback = adjust;
    axoverlay_init(&settings, &error);
    if (error != NULL)
        return failed("overlay service", error);

    struct axoverlay_overlay_data box;
    axoverlay_init_overlay_data(&box);
    box.postype = AXOVERLAY_TOP_LEFT;
    box.colorspace = AXOVERLAY_COLORSPACE_ARGB32;
    box.scale_to_stream = FALSE;
    box.width = WIDTH;
    box.height = HEIGHT;
    const gint id = axoverlay_create_overlay(&box, NULL, &error);
    if (error != NULL)
        return failed("overlay", error);
    g_timeout_add_seconds(1, redraw, NULL);

    GMainLoop* loop = g_main_loop_new(NULL, FALSE);
    g_unix_signal_add(SIGTERM, stop, loop);
    g_unix_signal_add(SIGINT, stop, loop);
    g_main_loop_run(loop);
    g_main_loop_unref(loop);
    axoverlay_destroy_overlay(id, NULL);
    axoverlay_cleanup();
    return EXIT_SUCCESS;
}
