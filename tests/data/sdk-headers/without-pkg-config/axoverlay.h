#pragma once
#include <glib.h>
enum axoverlay_colorspace { AXOVERLAY_COLORSPACE_ARGB32, AXOVERLAY_COLORSPACE_4BIT_PALETTE };
enum axoverlay_position_type { AXOVERLAY_TOP_LEFT, AXOVERLAY_TOP_RIGHT, AXOVERLAY_CUSTOM_NORMALIZED };
enum axoverlay_anchor_point { AXOVERLAY_ANCHOR_TOP_LEFT, AXOVERLAY_ANCHOR_CENTER };
enum axoverlay_backend_type { AXOVERLAY_CAIRO_IMAGE_BACKEND = 1 };
struct axoverlay_stream_data;
struct axoverlay_overlay_data {
    enum axoverlay_anchor_point anchor_point;
    enum axoverlay_position_type postype;
    gfloat x;
    gfloat y;
    gint width;
    gint height;
    gint z_priority;
    enum axoverlay_colorspace colorspace;
    gboolean scale_to_stream;
};
typedef void (*axoverlay_adjustment_function)(gint id, struct axoverlay_stream_data* stream,
                                              enum axoverlay_position_type* postype,
                                              gfloat* overlay_x, gfloat* overlay_y,
                                              gint* overlay_width, gint* overlay_height,
                                              gpointer user_data);
typedef void (*axoverlay_render_function)(gpointer rendering_context, gint id,
                                          struct axoverlay_stream_data* stream,
                                          enum axoverlay_position_type postype, gfloat overlay_x,
                                          gfloat overlay_y, gint overlay_width,
                                          gint overlay_height, gpointer user_data);
struct axoverlay_settings {
    axoverlay_render_function render_callback;
    axoverlay_adjustment_function adjustment_callback;
    enum axoverlay_backend_type backend;
};
gboolean axoverlay_is_backend_supported(enum axoverlay_backend_type backend);
void axoverlay_init_axoverlay_settings(struct axoverlay_settings* settings);
void axoverlay_init(struct axoverlay_settings* settings, GError** error);
void axoverlay_init_overlay_data(struct axoverlay_overlay_data* data);
gint axoverlay_create_overlay(struct axoverlay_overlay_data* data, gpointer user_data,
                              GError** error);
void axoverlay_destroy_overlay(gint overlay_id, GError** error);
void axoverlay_redraw(GError** error);
void axoverlay_cleanup(void);
