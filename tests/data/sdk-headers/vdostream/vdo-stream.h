#pragma once
#include "vdo-buffer.h"
#include "vdo-frame.h"
#include "vdo-map.h"
#include "vdo-types.h"
#ifdef __cplusplus
extern "C" {
#endif
VdoStream* vdo_stream_new(VdoMap* settings, VdoBufferFinalizer fin, GError** error);
gboolean vdo_stream_start(VdoStream* self, GError** error);
VdoBuffer* vdo_stream_get_buffer(VdoStream* self, GError** error);
gboolean vdo_stream_buffer_unref(VdoStream* self, VdoBuffer** buffer, GError** error);
#ifdef __cplusplus
}
#endif
