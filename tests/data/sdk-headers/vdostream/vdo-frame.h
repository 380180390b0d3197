#pragma once
#include "vdo-types.h"
gsize vdo_frame_get_size(VdoFrame* self);
