#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#ifdef __cplusplus
extern "C" {
#endif
typedef struct larodConnection larodConnection;
typedef struct larodDevice larodDevice;
typedef struct larodModel larodModel;
typedef struct larodMap larodMap;
typedef enum { LAROD_ERROR_NONE = 0, LAROD_ERROR_POWER_NOT_AVAILABLE = -15 } larodErrorCode;
typedef enum { LAROD_ACCESS_INVALID, LAROD_ACCESS_PRIVATE, LAROD_ACCESS_PUBLIC } larodAccess;
typedef struct {
    larodErrorCode code;
    const char* msg;
} larodError;
bool larodConnect(larodConnection** conn, larodError** error);
bool larodDisconnect(larodConnection** conn, larodError** error);
void larodClearError(larodError** error);
const larodDevice** larodListDevices(larodConnection* conn, size_t* numDevices,
                                     larodError** error);
const larodDevice* larodGetDevice(const larodConnection* conn, const char* name,
                                  const uint32_t instance, larodError** error);
const char* larodGetDeviceName(const larodDevice* dev, larodError** error);
bool larodGetDeviceInstance(const larodDevice* dev, uint32_t* instance, larodError** error);
larodModel* larodLoadModel(larodConnection* conn, const int fd, const larodDevice* dev,
                           const larodAccess access, const char* name, const larodMap* params,
                           larodError** error);
void larodDestroyModel(larodModel** model);
#ifdef __cplusplus
}
#endif
