/* liblarod 3, opened at run time: devices without larod (ARTPEC-6, i.MX) have no library either. The
 * declarations are those of its published reference (larod.h 3.1 to 3.6). Only processes of their own
 * open it. */
#ifndef LAROD_API_H
#define LAROD_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct larodConnection larodConnection;
typedef struct larodDevice larodDevice;
typedef struct larodModel larodModel;
typedef struct larodTensor larodTensor;
typedef struct larodJobRequest larodJobRequest;
typedef struct larodMap larodMap;
typedef struct {
    int code; /* > 0: errno */
    const char* msg;
} larodError;
typedef struct {
    size_t dims[12];
    size_t len;
} larodTensorDims;

enum {
    larod_power_not_available = -15, /* not in every header */
    larod_access_private = 1,
    larod_fd_readwrite = 1,
    larod_fd_map = 2
};

struct larod {
    bool (*connect)(larodConnection**, larodError**);
    bool (*disconnect)(larodConnection**, larodError**);
    void (*clear_error)(larodError**);
    bool (*count_sessions)(larodConnection*, uint64_t*, larodError**);
    const larodDevice** (*list_devices)(larodConnection*, size_t*, larodError**);
    const larodDevice* (*device)(const larodConnection*, const char*, uint32_t, larodError**);
    const char* (*device_name)(const larodDevice*, larodError**);
    bool (*device_instance)(const larodDevice*, uint32_t*, larodError**);
    larodModel** (*models)(larodConnection*, size_t*, larodError**);
    void (*destroy_models)(larodModel***, size_t);
    const char* (*model_name)(const larodModel*, larodError**);
    uint64_t (*model_id)(const larodModel*, larodError**);
    size_t (*model_size)(const larodModel*, larodError**);
    int (*model_access)(const larodModel*, larodError**);
    const larodDevice* (*model_device)(const larodModel*, larodError**);
    larodModel* (*load_model)(larodConnection*, int, const larodDevice*, int, const char*,
                              const larodMap*, larodError**);
    bool (*delete_model)(larodConnection*, larodModel*, larodError**);
    void (*destroy_model)(larodModel**);
    size_t* (*input_sizes)(const larodModel*, size_t*, larodError**);
    size_t* (*output_sizes)(const larodModel*, size_t*, larodError**);
    larodTensor** (*alloc_inputs)(larodConnection*, const larodModel*, uint32_t, size_t*, larodMap*,
                                  larodError**);
    larodTensor** (*alloc_outputs)(larodConnection*, const larodModel*, uint32_t, size_t*, larodMap*,
                                   larodError**);
    bool (*destroy_tensors)(larodConnection*, larodTensor***, size_t, larodError**);
    const larodTensorDims* (*tensor_dims)(const larodTensor*, larodError**);
    int (*tensor_type)(const larodTensor*, larodError**);
    int (*tensor_layout)(const larodTensor*, larodError**);
    int (*tensor_fd)(const larodTensor*, larodError**);
    bool (*tensor_fd_size)(const larodTensor*, size_t*, larodError**);
    larodJobRequest* (*create_job)(const larodModel*, larodTensor**, size_t, larodTensor**, size_t,
                                   larodMap*, larodError**);
    void (*destroy_job)(larodJobRequest**);
    bool (*run_job)(larodConnection*, const larodJobRequest*, larodError**);
};

/* NULL, or why it cannot be used: the loader's words or the name of a function it has not. */
const char* larod_open(struct larod* larod);

#endif
