#pragma once
#include <glib.h>
typedef struct _VdoBuffer VdoBuffer;
typedef struct _VdoFrame VdoFrame;
typedef struct _VdoMap VdoMap;
typedef struct _VdoStream VdoStream;
typedef void (*VdoBufferFinalizer)(gpointer buffer);
typedef enum { VDO_FORMAT_H264, VDO_FORMAT_H265, VDO_FORMAT_JPEG, VDO_FORMAT_YUV } VdoFormat;
