#pragma once
#include <glib.h>
#ifdef __cplusplus
extern "C" {
#endif
typedef struct _VdoFrame VdoFrame;
typedef VdoFrame VdoBuffer;
typedef struct _VdoMap VdoMap;
typedef struct _VdoStream VdoStream;
typedef enum {
    VDO_FORMAT_NONE = -1,
    VDO_FORMAT_H264,
    VDO_FORMAT_H265,
    VDO_FORMAT_JPEG,
    VDO_FORMAT_YUV
} VdoFormat;
#ifdef __cplusplus
}
#endif
