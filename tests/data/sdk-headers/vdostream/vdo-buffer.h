#pragma once
#include "vdo-types.h"
VdoFrame* vdo_buffer_get_frame(VdoBuffer* self);
gpointer vdo_buffer_get_data(VdoBuffer* self);
