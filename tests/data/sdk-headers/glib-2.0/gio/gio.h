#pragma once
#include <glib-object.h>
#ifdef __cplusplus
extern "C" {
#endif
typedef struct _GDBusConnection GDBusConnection;
typedef struct _GCancellable GCancellable;
typedef struct _GVariant GVariant;
typedef struct _GVariantType GVariantType;
typedef enum { G_BUS_TYPE_SYSTEM = 1 } GBusType;
typedef enum { G_DBUS_CALL_FLAGS_NONE = 0 } GDBusCallFlags;
#define G_VARIANT_TYPE(type_string) ((const GVariantType*)(type_string))
GDBusConnection* g_bus_get_sync(GBusType bus_type, GCancellable* cancellable, GError** error);
GVariant* g_dbus_connection_call_sync(GDBusConnection* connection, const gchar* bus_name,
                                      const gchar* object_path, const gchar* interface_name,
                                      const gchar* method_name, GVariant* parameters,
                                      const GVariantType* reply_type, GDBusCallFlags flags,
                                      gint timeout_msec, GCancellable* cancellable,
                                      GError** error);
GVariant* g_variant_new(const gchar* format_string, ...);
void g_variant_get(GVariant* value, const gchar* format_string, ...);
void g_variant_unref(GVariant* value);
#ifdef __cplusplus
}
#endif
