#pragma once
#include "vdo-types.h"
#ifdef __cplusplus
extern "C" {
#endif
VdoMap* vdo_map_new(void);
void vdo_map_set_uint32(VdoMap* self, const gchar* name, guint32 value);
#ifdef __cplusplus
}
#endif
