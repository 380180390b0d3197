#pragma once
#include <glib.h>
#ifdef __cplusplus
extern "C" {
#endif
enum axoverlay_colorspace {
    AXOVERLAY_COLORSPACE_ARGB32,
    AXOVERLAY_COLORSPACE_4BIT_PALETTE,
    AXOVERLAY_COLORSPACE_1BIT_PALETTE,
    AXOVERLAY_COLORSPACE_UNDEFINED
};
enum axoverlay_position_type {
    AXOVERLAY_TOP_LEFT,
    AXOVERLAY_TOP_RIGHT,
    AXOVERLAY_BOTTOM_LEFT,
    AXOVERLAY_BOTTOM_RIGHT,
    AXOVERLAY_CUSTOM_NORMALIZED,
    AXOVERLAY_CUSTOM_SOURCE
};
enum axoverlay_anchor_point { AXOVERLAY_ANCHOR_TOP_LEFT, AXOVERLAY_ANCHOR_CENTER };
enum axoverlay_backend_type {
    AXOVERLAY_CAIRO_IMAGE_BACKEND = 1,
    AXOVERLAY_OPENGLES_BACKEND,
    AXOVERLAY_OPEN_BACKEND
};
enum axoverlay_stream_type {
    AXOVERLAY_STREAM_JPEG,
    AXOVERLAY_STREAM_H264,
    AXOVERLAY_STREAM_H265,
    AXOVERLAY_STREAM_YCBCR,
    AXOVERLAY_STREAM_VOUT,
    AXOVERLAY_STREAM_OTHER,
    AXOVERLAY_STREAM_RGB,
    AXOVERLAY_STREAM_AV1
};
struct axoverlay_stream_data {
    gint id;
    gint camera;
    gint width;
    gint height;
    gint rotation;
    gboolean is_mirrored;
    enum axoverlay_stream_type type;
};
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
typedef gboolean (*axoverlay_stream_select_function)(gint camera, gint width, gint height,
                                                     gint rotation, gboolean is_mirrored,
                                                     enum axoverlay_stream_type type);
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
    axoverlay_stream_select_function select_callback;
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
#ifdef __cplusplus
}
#endif
