/* The interface of liblarod 3, by the signatures of its published reference (liblarod 3.2.254 to
 * 3.6.78): what the stand-in for emulated devices offers. */
#ifndef EMULATED_LAROD_H
#define EMULATED_LAROD_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LAROD_TENSOR_MAX_LEN 12
#define LAROD_INVALID_MODEL_ID UINT64_MAX
#define LAROD_INVALID_FD (INT_MIN)
#define LAROD_FD_PROP_READWRITE (UINT32_C(1) << 0)
#define LAROD_FD_PROP_MAP (UINT32_C(1) << 1)
#define LAROD_FD_PROP_DMABUF (UINT32_C(1) << 2)

typedef struct larodConnection larodConnection;
typedef struct larodDevice larodDevice;
typedef struct larodModel larodModel;
typedef struct larodTensor larodTensor;
typedef struct larodJobRequest larodJobRequest;
typedef struct larodMap larodMap;

typedef enum {
    LAROD_ACCESS_INVALID = 0,
    LAROD_ACCESS_PRIVATE = 1,
    LAROD_ACCESS_PUBLIC = 2,
    LAROD_ACCESS_USER_PROTECTED = 3
} larodAccess;

typedef enum {
    LAROD_ERROR_NONE = 0,
    LAROD_ERROR_JOB = -1,
    LAROD_ERROR_LOAD_MODEL = -2,
    LAROD_ERROR_FD = -3,
    LAROD_ERROR_MODEL_NOT_FOUND = -4,
    LAROD_ERROR_PERMISSION = -5,
    LAROD_ERROR_CONNECTION = -6,
    LAROD_ERROR_CREATE_SESSION = -7,
    LAROD_ERROR_KILL_SESSION = -8,
    LAROD_ERROR_INVALID_CHIP_ID = -9,
    LAROD_ERROR_INVALID_ACCESS = -10,
    LAROD_ERROR_DELETE_MODEL = -11,
    LAROD_ERROR_TENSOR_MISMATCH = -12,
    LAROD_ERROR_VERSION_MISMATCH = -13,
    LAROD_ERROR_ALLOC = -14,
    LAROD_ERROR_POWER_NOT_AVAILABLE = -15
} larodErrorCode;

typedef enum {
    LAROD_TENSOR_DATA_TYPE_INVALID = 0,
    LAROD_TENSOR_DATA_TYPE_UNSPECIFIED = 1,
    LAROD_TENSOR_DATA_TYPE_BOOL8 = 2,
    LAROD_TENSOR_DATA_TYPE_UINT8 = 3,
    LAROD_TENSOR_DATA_TYPE_INT8 = 4,
    LAROD_TENSOR_DATA_TYPE_UINT16 = 5,
    LAROD_TENSOR_DATA_TYPE_INT16 = 6,
    LAROD_TENSOR_DATA_TYPE_UINT32 = 7,
    LAROD_TENSOR_DATA_TYPE_INT32 = 8,
    LAROD_TENSOR_DATA_TYPE_UINT64 = 9,
    LAROD_TENSOR_DATA_TYPE_INT64 = 10,
    LAROD_TENSOR_DATA_TYPE_FLOAT16 = 11,
    LAROD_TENSOR_DATA_TYPE_FLOAT32 = 12,
    LAROD_TENSOR_DATA_TYPE_FLOAT64 = 13
} larodTensorDataType;

typedef enum {
    LAROD_TENSOR_LAYOUT_INVALID = 0,
    LAROD_TENSOR_LAYOUT_UNSPECIFIED = 1,
    LAROD_TENSOR_LAYOUT_NHWC = 2,
    LAROD_TENSOR_LAYOUT_NCHW = 3,
    LAROD_TENSOR_LAYOUT_420SP = 4
} larodTensorLayout;

typedef struct {
    larodErrorCode code;
    const char* msg;
} larodError;

typedef struct {
    size_t dims[LAROD_TENSOR_MAX_LEN];
    size_t len;
} larodTensorDims;

typedef struct {
    size_t pitches[LAROD_TENSOR_MAX_LEN];
    size_t len;
} larodTensorPitches;

typedef void (*larodLoadModelCallback)(larodModel* model, void* userData, larodError* error);
typedef void (*larodRunJobCallback)(void* userData, larodError* error);

/* connection.c */
bool larodConnect(larodConnection** conn, larodError** error);
bool larodDisconnect(larodConnection** conn, larodError** error);
bool larodGetNumSessions(larodConnection* conn, uint64_t* numSessions, larodError** error);
void larodClearError(larodError** error);
const larodDevice** larodListDevices(larodConnection* conn, size_t* numDevices, larodError** error);
const larodDevice* larodGetDevice(const larodConnection* conn, const char* name,
                                  const uint32_t instance, larodError** error);
const char* larodGetDeviceName(const larodDevice* dev, larodError** error);
bool larodGetDeviceInstance(const larodDevice* dev, uint32_t* instance, larodError** error);

/* models.c */
larodModel* larodLoadModel(larodConnection* conn, const int fd, const larodDevice* dev,
                           const larodAccess access, const char* name, const larodMap* params,
                           larodError** error);
bool larodLoadModelAsync(larodConnection* conn, const int inFd, const larodDevice* dev,
                         const larodAccess access, const char* name, const larodMap* params,
                         larodLoadModelCallback callback, void* userData, larodError** error);
larodModel* larodGetModel(larodConnection* conn, const uint64_t modelId, larodError** error);
larodModel** larodGetModels(larodConnection* conn, size_t* numModels, larodError** error);
bool larodDeleteModel(larodConnection* conn, larodModel* model, larodError** error);
void larodDestroyModel(larodModel** model);
void larodDestroyModels(larodModel*** models, size_t numModels);
uint64_t larodGetModelId(const larodModel* model, larodError** error);
const larodDevice* larodGetModelDevice(const larodModel* model, larodError** error);
size_t larodGetModelSize(const larodModel* model, larodError** error);
const char* larodGetModelName(const larodModel* model, larodError** error);
larodAccess larodGetModelAccess(const larodModel* model, larodError** error);
size_t larodGetModelNumInputs(const larodModel* model, larodError** error);
size_t larodGetModelNumOutputs(const larodModel* model, larodError** error);
size_t* larodGetModelInputByteSizes(const larodModel* model, size_t* numInputs, larodError** error);
size_t* larodGetModelOutputByteSizes(const larodModel* model, size_t* numOutputs,
                                     larodError** error);

/* tensors.c */
larodTensor** larodCreateTensors(size_t numTensors, larodError** error);
larodTensor** larodCreateModelInputs(const larodModel* model, size_t* numTensors,
                                     larodError** error);
larodTensor** larodCreateModelOutputs(const larodModel* model, size_t* numTensors,
                                      larodError** error);
larodTensor** larodAllocModelInputs(larodConnection* conn, const larodModel* model,
                                    const uint32_t fdPropFlags, size_t* numTensors,
                                    larodMap* params, larodError** error);
larodTensor** larodAllocModelOutputs(larodConnection* conn, const larodModel* model,
                                     const uint32_t fdPropFlags, size_t* numTensors,
                                     larodMap* params, larodError** error);
bool larodDestroyTensors(larodConnection* conn, larodTensor*** tensors, size_t numTensors,
                         larodError** error);
bool larodTrackTensor(larodConnection* conn, larodTensor* tensor, larodError** error);
const larodTensorDims* larodGetTensorDims(const larodTensor* tensor, larodError** error);
bool larodSetTensorDims(larodTensor* tensor, const larodTensorDims* dims, larodError** error);
const larodTensorPitches* larodGetTensorPitches(const larodTensor* tensor, larodError** error);
bool larodSetTensorPitches(larodTensor* tensor, const larodTensorPitches* pitches,
                           larodError** error);
larodTensorDataType larodGetTensorDataType(const larodTensor* tensor, larodError** error);
bool larodSetTensorDataType(larodTensor* tensor, const larodTensorDataType dataType,
                            larodError** error);
larodTensorLayout larodGetTensorLayout(const larodTensor* tensor, larodError** error);
bool larodSetTensorLayout(larodTensor* tensor, const larodTensorLayout layout, larodError** error);
int larodGetTensorFd(const larodTensor* tensor, larodError** error);
bool larodSetTensorFd(larodTensor* tensor, const int fd, larodError** error);
bool larodGetTensorFdSize(const larodTensor* tensor, size_t* size, larodError** error);
bool larodSetTensorFdSize(larodTensor* tensor, const size_t size, larodError** error);
int64_t larodGetTensorFdOffset(const larodTensor* tensor, larodError** error);
bool larodSetTensorFdOffset(larodTensor* tensor, const int64_t offset, larodError** error);
bool larodGetTensorFdProps(const larodTensor* tensor, uint32_t* fdPropFlags, larodError** error);
bool larodSetTensorFdProps(larodTensor* tensor, const uint32_t fdPropFlags, larodError** error);
const char* larodGetTensorName(const larodTensor* tensor, larodError** error);
bool larodGetTensorByteSize(const larodTensor* tensor, size_t* byteSize, larodError** error);

/* since_12_7.c: only devices with AXIS OS 12.7 or later have these. */
bool larodBuildTensorDims(larodTensor* tensor, const larodTensorLayout layout, const size_t width,
                          const size_t height, const size_t numChannels, larodError** error);
bool larodBuildTensorPitches(larodTensor* tensor, const larodTensorLayout layout,
                             const size_t pitch, const size_t height, const size_t numChannels,
                             larodError** error);
int larodConvertVmemFdToDmabuf(const int fd, const int64_t offset, larodError** error);

/* jobs.c */
larodJobRequest* larodCreateJobRequest(const larodModel* model, larodTensor** inputTensors,
                                       size_t numInputs, larodTensor** outputTensors,
                                       size_t numOutputs, larodMap* params, larodError** error);
void larodDestroyJobRequest(larodJobRequest** jobReq);
bool larodSetJobRequestModel(larodJobRequest* jobReq, const larodModel* model, larodError** error);
bool larodSetJobRequestInputs(larodJobRequest* jobReq, larodTensor** tensors,
                              const size_t numTensors, larodError** error);
bool larodSetJobRequestOutputs(larodJobRequest* jobReq, larodTensor** tensors,
                               const size_t numTensors, larodError** error);
bool larodSetJobRequestPriority(larodJobRequest* jobReq, const uint8_t priority,
                                larodError** error);
bool larodSetJobRequestParams(larodJobRequest* jobReq, const larodMap* params, larodError** error);
bool larodRunJob(larodConnection* conn, const larodJobRequest* jobReq, larodError** error);
bool larodRunJobAsync(larodConnection* conn, const larodJobRequest* jobReq,
                      larodRunJobCallback callback, void* userData, larodError** error);

/* map.c */
larodMap* larodCreateMap(larodError** error);
void larodDestroyMap(larodMap** map);
bool larodMapSetStr(larodMap* map, const char* key, const char* value, larodError** error);
bool larodMapSetInt(larodMap* map, const char* key, const int64_t value, larodError** error);
bool larodMapSetIntArr2(larodMap* map, const char* key, const int64_t value0, const int64_t value1,
                        larodError** error);
bool larodMapSetIntArr4(larodMap* map, const char* key, const int64_t value0, const int64_t value1,
                        const int64_t value2, const int64_t value3, larodError** error);
const char* larodMapGetStr(larodMap* map, const char* key, larodError** error);
bool larodMapGetInt(larodMap* map, const char* key, int64_t* value, larodError** error);
const int64_t* larodMapGetIntArr2(larodMap* map, const char* key, larodError** error);
const int64_t* larodMapGetIntArr4(larodMap* map, const char* key, larodError** error);

#endif
