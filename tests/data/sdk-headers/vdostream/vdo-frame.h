#pragma once
#include "vdo-types.h"
#ifdef __cplusplus
extern "C" {
#endif
gsize vdo_frame_get_size(VdoFrame* self);
#ifdef __cplusplus
}
#endif
