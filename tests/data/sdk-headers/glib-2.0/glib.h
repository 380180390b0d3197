#pragma once
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif
typedef char gchar;
typedef int gint;
typedef unsigned int guint;
typedef unsigned char guchar;
typedef float gfloat;
typedef double gdouble;
typedef int64_t gint64;
typedef uint32_t guint32;
typedef uint64_t guint64;
typedef size_t gsize;
typedef ptrdiff_t gssize;
typedef int gboolean;
typedef void* gpointer;
typedef const void* gconstpointer;
typedef guint32 GQuark;
#define TRUE 1
#define FALSE 0
#define G_USEC_PER_SEC 1000000
#define G_SOURCE_CONTINUE TRUE
#define G_SOURCE_REMOVE FALSE
typedef struct {
    GQuark domain;
    gint code;
    gchar* message;
} GError;
typedef struct _GList GList;
struct _GList {
    gpointer data;
    GList* next;
    GList* prev;
};
typedef struct {
    gchar* str;
    gsize len;
    gsize allocated_len;
} GString;
typedef struct _GDateTime GDateTime;
typedef struct _GMainLoop GMainLoop;
typedef struct _GMainContext GMainContext;
typedef gboolean (*GSourceFunc)(gpointer user_data);
typedef enum { G_IO_IN = 1, G_IO_OUT = 4 } GIOCondition;
void g_error_free(GError* error);
void g_clear_error(GError** error);
gboolean g_error_matches(const GError* error, GQuark domain, gint code);
GMainLoop* g_main_loop_new(GMainContext* context, gboolean is_running);
void g_main_loop_run(GMainLoop* loop);
void g_main_loop_quit(GMainLoop* loop);
void g_main_loop_unref(GMainLoop* loop);
guint g_timeout_add_seconds(guint interval, GSourceFunc function, gpointer data);
gboolean g_source_remove(guint tag);
gint64 g_get_monotonic_time(void);
void g_free(gpointer mem);
gpointer g_malloc0_n(gsize n_blocks, gsize n_block_bytes);
#define g_new0(type, count) ((type*)g_malloc0_n((count), sizeof(type)))
gchar* g_strdup_printf(const gchar* format, ...) __attribute__((format(printf, 1, 2)));
gchar* g_strconcat(const gchar* string1, ...) __attribute__((sentinel));
gboolean g_ascii_string_to_unsigned(const gchar* str, guint base, guint64 min, guint64 max,
                                    guint64* out_num, GError** error);
GList* g_list_prepend(GList* list, gpointer data);
void g_list_free(GList* list);
GString* g_string_new(const gchar* init);
GString* g_string_append_len(GString* string, const gchar* val, gssize len);
gchar* g_string_free(GString* string, gboolean free_segment);
#ifdef __cplusplus
}
#endif
