#pragma once
#include <glib.h>
#ifdef __cplusplus
extern "C" {
#endif
typedef gboolean (*GUnixFDSourceFunc)(gint fd, GIOCondition condition, gpointer user_data);
guint g_unix_signal_add(gint signum, GSourceFunc handler, gpointer user_data);
guint g_unix_fd_add(gint fd, GIOCondition condition, GUnixFDSourceFunc function,
                    gpointer user_data);
#ifdef __cplusplus
}
#endif
