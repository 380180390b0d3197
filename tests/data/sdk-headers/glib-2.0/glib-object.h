#pragma once
#include <glib.h>
#ifdef __cplusplus
extern "C" {
#endif
void g_object_unref(gpointer object);
#define g_clear_object(object_ptr) \
    do { \
        if (*(object_ptr) != NULL) \
            g_object_unref(*(object_ptr)); \
        *(object_ptr) = NULL; \
    } while (0)
#ifdef __cplusplus
}
#endif
