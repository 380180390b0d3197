#pragma once
#include <glib.h>
#ifdef __cplusplus
extern "C" {
#endif
typedef struct _AXStorage AXStorage;
typedef enum {
    AX_STORAGE_AVAILABLE_EVENT,
    AX_STORAGE_EXITING_EVENT,
    AX_STORAGE_WRITABLE_EVENT,
    AX_STORAGE_FULL_EVENT
} AXStorageStatusEventId;
typedef void (*AXStorageSubscriptionCallback)(gchar* storage_id, gpointer user_data,
                                              GError* error);
typedef void (*AXStorageSetupCallback)(AXStorage* storage, gpointer user_data, GError* error);
typedef void (*AXStorageReleaseCallback)(gpointer user_data, GError* error);
GList* ax_storage_list(GError** error);
guint ax_storage_subscribe(gchar* storage_id, AXStorageSubscriptionCallback callback,
                           gpointer user_data, GError** error);
gboolean ax_storage_setup_async(gchar* storage_id, AXStorageSetupCallback callback,
                                gpointer user_data, GError** error);
gboolean ax_storage_release_async(AXStorage* storage, AXStorageReleaseCallback callback,
                                  gpointer user_data, GError** error);
gchar* ax_storage_get_path(AXStorage* storage, GError** error);
gboolean ax_storage_get_status(gchar* storage_id, AXStorageStatusEventId event, GError** error);
#ifdef __cplusplus
}
#endif
