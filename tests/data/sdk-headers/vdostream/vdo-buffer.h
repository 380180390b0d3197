#pragma once
#include "vdo-types.h"
#ifdef __cplusplus
extern "C" {
#endif
typedef void (*VdoBufferFinalizer)(VdoBuffer* self);
VdoFrame* vdo_buffer_get_frame(VdoBuffer* self);
gpointer vdo_buffer_get_data(VdoBuffer* self);
#ifdef __cplusplus
}
#endif
