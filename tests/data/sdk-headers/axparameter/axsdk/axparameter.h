#pragma once
#include <glib.h>
#ifdef __cplusplus
extern "C" {
#endif
typedef struct _AXParameter AXParameter;
typedef void(AXParameterCallback)(const gchar* name, const gchar* value, gpointer data);
AXParameter* ax_parameter_new(const gchar* app_name, GError** error);
void ax_parameter_free(AXParameter* parameter);
gboolean ax_parameter_get(AXParameter* parameter, const gchar* name, gchar** value,
                          GError** error);
gboolean ax_parameter_register_callback(AXParameter* parameter, const gchar* name,
                                        AXParameterCallback* callback, gpointer userdata,
                                        GError** error);
#ifdef __cplusplus
}
#endif
