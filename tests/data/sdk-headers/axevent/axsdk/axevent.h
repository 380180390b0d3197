#pragma once
#include <glib.h>
#ifdef __cplusplus
extern "C" {
#endif
typedef struct _AXEvent AXEvent;
typedef struct _AXEventHandler AXEventHandler;
typedef struct _AXEventKeyValueSet AXEventKeyValueSet;
typedef enum {
    AX_VALUE_TYPE_INT,
    AX_VALUE_TYPE_BOOL,
    AX_VALUE_TYPE_DOUBLE,
    AX_VALUE_TYPE_STRING,
    AX_VALUE_TYPE_ELEMENT
} AXEventValueType;
typedef void (*AXDeclarationCompleteCallback)(guint declaration, gpointer user_data);
AXEventKeyValueSet* ax_event_key_value_set_new(void);
void ax_event_key_value_set_free(AXEventKeyValueSet* key_value_set);
gboolean ax_event_key_value_set_add_key_value(AXEventKeyValueSet* key_value_set, const gchar* key,
                                              const gchar* name_space, gconstpointer value,
                                              AXEventValueType value_type, GError** error);
gboolean ax_event_key_value_set_mark_as_data(AXEventKeyValueSet* key_value_set, const gchar* key,
                                             const gchar* name_space, GError** error);
gboolean ax_event_key_value_set_add_nice_names(AXEventKeyValueSet* key_value_set,
                                               const gchar* key, const gchar* name_space,
                                               const gchar* key_nice_name,
                                               const gchar* value_nice_name, GError** error);
AXEvent* ax_event_new2(AXEventKeyValueSet* key_value_set, GDateTime* time_stamp);
void ax_event_free(AXEvent* event);
AXEventHandler* ax_event_handler_new(void);
void ax_event_handler_free(AXEventHandler* event_handler);
gboolean ax_event_handler_declare(AXEventHandler* event_handler,
                                  AXEventKeyValueSet* key_value_set, gboolean stateless,
                                  guint* declaration, AXDeclarationCompleteCallback callback,
                                  gpointer user_data, GError** error);
gboolean ax_event_handler_undeclare(AXEventHandler* event_handler, guint declaration,
                                    GError** error);
gboolean ax_event_handler_send_event(AXEventHandler* event_handler, guint declaration,
                                     AXEvent* event, GError** error);
#ifdef __cplusplus
}
#endif
