/* What the sources of the stand-in share. Nothing here is of Axis: it knows devices, delays and
 * refusals from /run/larod.conf, which the emulator writes for each run of an application. */
#ifndef EMULATED_LAROD_INTERNAL_H
#define EMULATED_LAROD_INTERNAL_H

#include "larod.h"

#include <pthread.h>

enum { tensors_limit = 16, name_limit = 64 };

/* What a device takes, and what a file is; none: nobody published it. */
enum format { format_tflite, format_edge_tpu, format_native, format_cvflow,
              format_cv75,   format_image,    format_none };

struct larodDevice {
    char name[name_limit];
    uint32_t instance;
    enum format format;
    unsigned first_load; /* milliseconds, of a model that no cache has */
    unsigned later_load;
    double job; /* milliseconds */
};

struct config {
    larodDevice* devices;
    size_t count;
    uint64_t sessions; /* those of others */
    /* Faults. */
    int refuses;            /* error of larodConnect, 0: none */
    bool hangs;             /* larodConnect never returns */
    bool empty;             /* larodListDevices has neither list nor error */
    unsigned power_tries;   /* loads, and jobs, that are answered with -15 */
    bool warm_up_fails;     /* of the first load on each device */
};

/* One input or output of a model. */
struct shape {
    larodTensorDims dims;
    larodTensorDataType type;
    larodTensorLayout layout;
    size_t bytes;
};

struct shapes {
    struct shape inputs[tensors_limit];
    struct shape outputs[tensors_limit];
    size_t input_count;
    size_t output_count;
};

struct larodModel {
    uint64_t id;
    const larodDevice* device; /* of the connection */
    char name[256];
    size_t size;
    larodAccess access;
    struct shapes shapes;
};

struct larodConnection {
    struct config config;
    const larodDevice** listed;
    larodModel* models; /* loaded by it */
    size_t model_count;
    uint64_t next_id;
    /* Threads of their own load models and run jobs. */
    pthread_mutex_t lock; /* of the models and of `apart` */
    pthread_cond_t fewer;
    unsigned apart; /* threads that use the connection */
};

bool is_loaded(larodConnection* conn, const larodModel* model);

/* Around what a thread of its own does with the connection, which larodDisconnect waits for. */
void begin_apart(larodConnection* conn);
void end_apart(larodConnection* conn);

struct larodTensor {
    struct shape shape;
    larodTensorPitches pitches;
    int fd;
    bool owns_fd;
    size_t fd_size;
    int64_t fd_offset;
    uint32_t fd_props;
    char name[32];
};

/* connection.c. fail() and fail_null() set the error if the caller wants one. */
bool fail(larodError** error, int code, const char* format, ...)
    __attribute__((format(printf, 3, 4)));

/* Whether a device has power now, for what is counted under the name `what`. */
bool has_power(const larodConnection* conn, const larodDevice* device, const char* what,
               larodError** error);

/* config.c. False if there is no such file, or no memory: then no service runs. */
bool read_config(struct config* config);
void free_config(struct config* config);

/* model_file.c */
struct contents {
    enum format format;
    struct shapes shapes;
};
/* What the bytes of a model file are. */
void examine_model(const uint8_t* bytes, size_t size, struct contents* contents);
size_t byte_size(larodTensorDataType type, const larodTensorDims* dims);

/* image.c: what a preprocessing device takes and gives. */
bool image_shapes(const larodMap* params, struct shapes* shapes, larodError** error);

/* map.c. NULL if there is none. */
const char* map_text(const larodMap* map, const char* key);
const int64_t* map_numbers(const larodMap* map, const char* key, size_t count);

/* memory.c: what larod remembers beyond one process, for as long as the sandbox lives. */
bool remembered(const char* what);        /* and remembers it from now on */
unsigned counted(const char* what);       /* how often it was asked before */
void sleep_for(double milliseconds);

#endif
