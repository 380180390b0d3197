#pragma once
#include "vdo-types.h"
VdoStream* vdo_stream_new(VdoMap* settings, VdoBufferFinalizer fin, GError** error);
gboolean vdo_stream_start(VdoStream* self, GError** error);
VdoBuffer* vdo_stream_get_buffer(VdoStream* self, GError** error);
gboolean vdo_stream_buffer_unref(VdoStream* self, VdoBuffer** buffer, GError** error);
