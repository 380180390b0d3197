#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* FNV-1a: only to know a model again. */
static uint64_t hash_of(const uint8_t* bytes, size_t size)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < size; ++i)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash;
}

static bool check_format(const larodDevice* device, const struct contents* contents,
                         larodError** error)
{
    const enum format format = contents->format;
    if (format != format_none && format == device->format && contents->shapes.input_count > 0)
        return true;
    if (device->format == format_tflite && format == format_edge_tpu)
        return fail(error, LAROD_ERROR_LOAD_MODEL,
                    "Could not load model: unresolved custom op: edgetpu-custom-op");
    if (device->format == format_edge_tpu && format == format_tflite)
        return fail(error, LAROD_ERROR_LOAD_MODEL,
                    "Could not load model: it is not compiled for Edge TPU");
    /* The words that a9-dlpu-native has for a .tflite. */
    return fail(error, LAROD_ERROR_LOAD_MODEL, "Incorrect model format");
}

static bool take_model(const larodConnection* conn, const larodDevice* device, const uint8_t* bytes,
                       size_t size, struct shapes* shapes, larodError** error)
{
    struct contents contents;
    char name[name_limit + 32];
    examine_model(bytes, size, &contents);
    if (!has_power(conn, device, "power-load", error) || !check_format(device, &contents, error))
        return false;
    *shapes = contents.shapes;
    snprintf(name, sizeof name, "%s-%016llx", device->name,
             (unsigned long long)hash_of(bytes, size));
    sleep_for(remembered(name) ? device->later_load : device->first_load);
    snprintf(name, sizeof name, "%s-warm", device->name);
    if (conn->config.warm_up_fails && !remembered(name)) /* as a Q6358 was seen to do */
        return fail(error, LAROD_ERROR_LOAD_MODEL,
                    "Could not run warmup job: Failure when invoking interpreter");
    return true;
}

static bool read_model(const larodConnection* conn, int fd, const larodDevice* device,
                       struct larodModel* model, larodError** error)
{
    struct stat status;
    if (fd < 0 || fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0)
        return fail(error, LAROD_ERROR_FD, "Invalid file descriptor of a model");
    model->size = (size_t)status.st_size;
    void* bytes = mmap(NULL, model->size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED)
        return fail(error, errno, "Could not map model: %s", strerror(errno));
    const bool taken = take_model(conn, device, bytes, model->size, &model->shapes, error);
    munmap(bytes, model->size);
    return taken;
}

static larodModel* copy_of(const larodModel* model, larodError** error)
{
    larodModel* copy = malloc(sizeof *copy);
    if (copy == NULL)
        fail(error, ENOMEM, "Out of memory");
    else
        *copy = *model;
    return copy;
}

static larodModel* keep_locked(larodConnection* conn, larodModel* model, larodError** error)
{
    larodModel* larger = realloc(conn->models, (conn->model_count + 1) * sizeof *larger);
    if (larger == NULL) {
        fail(error, ENOMEM, "Out of memory");
        return NULL;
    }
    conn->models = larger;
    model->id = conn->next_id++;
    larger[conn->model_count++] = *model;
    return copy_of(model, error);
}

static larodModel* keep(larodConnection* conn, larodModel* model, larodError** error)
{
    pthread_mutex_lock(&conn->lock);
    larodModel* kept = keep_locked(conn, model, error);
    pthread_mutex_unlock(&conn->lock);
    return kept;
}

larodModel* larodLoadModel(larodConnection* conn, const int fd, const larodDevice* dev,
                           const larodAccess access, const char* name, const larodMap* params,
                           larodError** error)
{
    struct larodModel model = {.device = dev, .access = access};
    if (conn == NULL || dev == NULL) {
        fail(error, EINVAL, "Argument is NULL");
        return NULL;
    }
    if (access < LAROD_ACCESS_PRIVATE || access > LAROD_ACCESS_USER_PROTECTED) {
        fail(error, LAROD_ERROR_INVALID_ACCESS, "Invalid access");
        return NULL;
    }
    snprintf(model.name, sizeof model.name, "%s", name != NULL ? name : "");
    const bool done = dev->format == format_image ? image_shapes(params, &model.shapes, error)
                                                  : read_model(conn, fd, dev, &model, error);
    return done ? keep(conn, &model, error) : NULL;
}

struct load {
    larodConnection* conn;
    int fd;
    const larodDevice* dev;
    larodAccess access;
    char* name;
    const larodMap* params;
    larodLoadModelCallback callback;
    void* data;
};

static void free_load(struct load* load)
{
    if (load->fd >= 0)
        close(load->fd);
    free(load->name);
    free(load);
}

static void* load_apart(void* argument)
{
    struct load* load = argument;
    larodError* error = NULL;
    larodModel* model = larodLoadModel(load->conn, load->fd, load->dev, load->access, load->name,
                                       load->params, &error);
    end_apart(load->conn); /* the callback may disconnect */
    load->callback(model, load->data, error);
    larodClearError(&error);
    free_load(load);
    return NULL;
}

bool larodLoadModelAsync(larodConnection* conn, const int inFd, const larodDevice* dev,
                         const larodAccess access, const char* name, const larodMap* params,
                         larodLoadModelCallback callback, void* userData, larodError** error)
{
    pthread_t thread;
    struct load* load = malloc(sizeof *load);
    if (load == NULL || conn == NULL || callback == NULL) {
        free(load);
        return fail(error, EINVAL, "Argument is NULL");
    }
    /* A descriptor of its own: the caller may close inFd. */
    *load = (struct load){conn,
                          inFd >= 0 ? fcntl(inFd, F_DUPFD_CLOEXEC, 0) : inFd,
                          dev,
                          access,
                          strdup(name != NULL ? name : ""),
                          params,
                          callback,
                          userData};
    begin_apart(conn);
    if (pthread_create(&thread, NULL, load_apart, load) != 0) {
        end_apart(conn);
        free_load(load);
        return fail(error, EAGAIN, "Could not start a thread");
    }
    pthread_detach(thread);
    return true;
}

static larodModel* model_of(const larodConnection* conn, uint64_t id)
{
    for (size_t i = 0; i < conn->model_count; ++i)
        if (conn->models[i].id == id)
            return &conn->models[i];
    return NULL;
}

bool is_loaded(larodConnection* conn, const larodModel* model)
{
    pthread_mutex_lock(&conn->lock);
    const bool loaded = model_of(conn, model->id) != NULL;
    pthread_mutex_unlock(&conn->lock);
    return loaded;
}

larodModel* larodGetModel(larodConnection* conn, const uint64_t modelId, larodError** error)
{
    larodModel* found = NULL;
    if (conn == NULL) {
        fail(error, EINVAL, "Argument is NULL");
        return NULL;
    }
    pthread_mutex_lock(&conn->lock);
    const larodModel* model = model_of(conn, modelId);
    if (model != NULL)
        found = copy_of(model, error);
    else
        fail(error, LAROD_ERROR_MODEL_NOT_FOUND, "Model not found");
    pthread_mutex_unlock(&conn->lock);
    return found;
}

larodModel** larodGetModels(larodConnection* conn, size_t* numModels, larodError** error)
{
    if (conn == NULL || numModels == NULL) {
        fail(error, EINVAL, "Argument is NULL");
        return NULL;
    }
    pthread_mutex_lock(&conn->lock);
    larodModel** list = calloc(conn->model_count + 1, sizeof(larodModel*));
    *numModels = 0;
    for (size_t i = 0; list != NULL && i < conn->model_count; ++i) {
        list[i] = copy_of(&conn->models[i], error);
        if (list[i] != NULL)
            ++*numModels;
    }
    pthread_mutex_unlock(&conn->lock);
    return list;
}

bool larodDeleteModel(larodConnection* conn, larodModel* model, larodError** error)
{
    if (conn == NULL || model == NULL)
        return fail(error, EINVAL, "Argument is NULL");
    pthread_mutex_lock(&conn->lock);
    larodModel* found = model_of(conn, model->id);
    if (found != NULL)
        *found = conn->models[--conn->model_count];
    pthread_mutex_unlock(&conn->lock);
    return found != NULL || fail(error, LAROD_ERROR_MODEL_NOT_FOUND, "Model not found");
}

void larodDestroyModel(larodModel** model)
{
    if (model == NULL)
        return;
    free(*model);
    *model = NULL;
}

void larodDestroyModels(larodModel*** models, size_t numModels)
{
    if (models == NULL || *models == NULL)
        return;
    for (size_t i = 0; i < numModels; ++i)
        larodDestroyModel(&(*models)[i]);
    free(*models);
    *models = NULL;
}

static bool given(const larodModel* model, larodError** error)
{
    return model != NULL || fail(error, EINVAL, "Model is NULL");
}

uint64_t larodGetModelId(const larodModel* model, larodError** error)
{
    return given(model, error) ? model->id : LAROD_INVALID_MODEL_ID;
}

const larodDevice* larodGetModelDevice(const larodModel* model, larodError** error)
{
    return given(model, error) ? model->device : NULL;
}

size_t larodGetModelSize(const larodModel* model, larodError** error)
{
    return given(model, error) ? model->size : 0;
}

const char* larodGetModelName(const larodModel* model, larodError** error)
{
    return given(model, error) ? model->name : NULL;
}

larodAccess larodGetModelAccess(const larodModel* model, larodError** error)
{
    return given(model, error) ? model->access : LAROD_ACCESS_INVALID;
}

size_t larodGetModelNumInputs(const larodModel* model, larodError** error)
{
    return given(model, error) ? model->shapes.input_count : 0;
}

size_t larodGetModelNumOutputs(const larodModel* model, larodError** error)
{
    return given(model, error) ? model->shapes.output_count : 0;
}

static size_t* byte_sizes(const struct shape* shapes, size_t count, size_t* number)
{
    size_t* sizes = calloc(count + 1, sizeof *sizes);
    for (size_t i = 0; sizes != NULL && i < count; ++i)
        sizes[i] = shapes[i].bytes;
    if (number != NULL)
        *number = sizes != NULL ? count : 0;
    return sizes;
}

size_t* larodGetModelInputByteSizes(const larodModel* model, size_t* numInputs, larodError** error)
{
    if (!given(model, error))
        return NULL;
    return byte_sizes(model->shapes.inputs, model->shapes.input_count, numInputs);
}

size_t* larodGetModelOutputByteSizes(const larodModel* model, size_t* numOutputs,
                                     larodError** error)
{
    if (!given(model, error))
        return NULL;
    return byte_sizes(model->shapes.outputs, model->shapes.output_count, numOutputs);
}
