#pragma once
#ifdef __cplusplus
extern "C" {
#endif
typedef struct _cairo cairo_t;
typedef enum { CAIRO_OPERATOR_CLEAR, CAIRO_OPERATOR_SOURCE, CAIRO_OPERATOR_OVER } cairo_operator_t;
typedef enum { CAIRO_FONT_SLANT_NORMAL } cairo_font_slant_t;
typedef enum { CAIRO_FONT_WEIGHT_NORMAL, CAIRO_FONT_WEIGHT_BOLD } cairo_font_weight_t;
void cairo_set_operator(cairo_t* cr, cairo_operator_t op);
void cairo_set_source_rgba(cairo_t* cr, double red, double green, double blue, double alpha);
void cairo_rectangle(cairo_t* cr, double x, double y, double width, double height);
void cairo_fill(cairo_t* cr);
void cairo_select_font_face(cairo_t* cr, const char* family, cairo_font_slant_t slant,
                            cairo_font_weight_t weight);
void cairo_set_font_size(cairo_t* cr, double size);
void cairo_move_to(cairo_t* cr, double x, double y);
void cairo_show_text(cairo_t* cr, const char* utf8);
#ifdef __cplusplus
}
#endif
