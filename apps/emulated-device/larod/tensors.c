#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static bool given(const larodTensor* tensor, larodError** error)
{
    return tensor != NULL || fail(error, EINVAL, "Tensor is NULL");
}

/* As for the layouts without padding: the last pitch is a row's, the first one the tensor's. */
static larodTensorPitches pitches_of(const struct shape* shape)
{
    larodTensorPitches pitches = {.len = shape->dims.len};
    larodTensorDims rest = shape->dims;
    for (size_t i = 0; i < shape->dims.len; ++i) {
        pitches.pitches[i] = byte_size(shape->type, &rest);
        for (size_t k = 1; k < rest.len; ++k)
            rest.dims[k - 1] = rest.dims[k];
        --rest.len;
    }
    if (shape->layout == LAROD_TENSOR_LAYOUT_420SP && pitches.len > 0)
        pitches.pitches[0] = shape->bytes;
    return pitches;
}

static larodTensor** make_tensors(const struct shape* shapes, size_t count, larodError** error)
{
    larodTensor** tensors = calloc(count + 1, sizeof(larodTensor*));
    for (size_t i = 0; tensors != NULL && i < count; ++i) {
        tensors[i] = calloc(1, sizeof **tensors);
        if (tensors[i] == NULL) {
            larodDestroyTensors(NULL, &tensors, i, NULL);
            break;
        }
        tensors[i]->fd = LAROD_INVALID_FD;
        tensors[i]->shape.type = LAROD_TENSOR_DATA_TYPE_UNSPECIFIED;
        tensors[i]->shape.layout = LAROD_TENSOR_LAYOUT_UNSPECIFIED;
        if (shapes == NULL)
            continue;
        tensors[i]->shape = shapes[i];
        tensors[i]->pitches = pitches_of(&shapes[i]);
        snprintf(tensors[i]->name, sizeof tensors[i]->name, "tensor-%zu", i);
    }
    if (tensors == NULL)
        fail(error, LAROD_ERROR_ALLOC, "Out of memory");
    return tensors;
}

larodTensor** larodCreateTensors(size_t numTensors, larodError** error)
{
    if (numTensors > 0 && numTensors <= 1024)
        return make_tensors(NULL, numTensors, error);
    fail(error, EINVAL, "Invalid number of tensors");
    return NULL;
}

static larodTensor** model_tensors(const larodModel* model, bool inputs, size_t* number,
                                   larodError** error)
{
    if (model == NULL) {
        fail(error, EINVAL, "Model is NULL");
        return NULL;
    }
    const struct shapes* shapes = &model->shapes;
    const size_t count = inputs ? shapes->input_count : shapes->output_count;
    if (number != NULL)
        *number = count;
    return make_tensors(inputs ? shapes->inputs : shapes->outputs, count, error);
}

larodTensor** larodCreateModelInputs(const larodModel* model, size_t* numTensors,
                                     larodError** error)
{
    return model_tensors(model, true, numTensors, error);
}

larodTensor** larodCreateModelOutputs(const larodModel* model, size_t* numTensors,
                                      larodError** error)
{
    return model_tensors(model, false, numTensors, error);
}

static bool allocate(larodTensor* tensor)
{
    tensor->fd = memfd_create("larod-tensor", MFD_CLOEXEC);
    tensor->owns_fd = tensor->fd >= 0;
    tensor->fd_size = tensor->shape.bytes;
    tensor->fd_props = LAROD_FD_PROP_READWRITE | LAROD_FD_PROP_MAP;
    return tensor->owns_fd && ftruncate(tensor->fd, (off_t)tensor->fd_size) == 0;
}

static larodTensor** allocated(const larodModel* model, bool inputs, uint32_t props, size_t* number,
                               larodError** error)
{
    size_t count = 0;
    if ((props & LAROD_FD_PROP_DMABUF) != 0) {
        fail(error, LAROD_ERROR_ALLOC, "This device has no dma-buf memory");
        return NULL;
    }
    larodTensor** tensors = model_tensors(model, inputs, &count, error);
    for (size_t i = 0; tensors != NULL && i < count; ++i)
        if (!allocate(tensors[i])) {
            fail(error, LAROD_ERROR_ALLOC, "Could not allocate a tensor: %s", strerror(errno));
            larodDestroyTensors(NULL, &tensors, count, NULL);
        }
    if (number != NULL)
        *number = tensors != NULL ? count : 0;
    return tensors;
}

larodTensor** larodAllocModelInputs(larodConnection* conn, const larodModel* model,
                                    const uint32_t fdPropFlags, size_t* numTensors,
                                    larodMap* params, larodError** error)
{
    (void)conn;
    (void)params;
    return allocated(model, true, fdPropFlags, numTensors, error);
}

larodTensor** larodAllocModelOutputs(larodConnection* conn, const larodModel* model,
                                     const uint32_t fdPropFlags, size_t* numTensors,
                                     larodMap* params, larodError** error)
{
    (void)conn;
    (void)params;
    return allocated(model, false, fdPropFlags, numTensors, error);
}

bool larodDestroyTensors(larodConnection* conn, larodTensor*** tensors, size_t numTensors,
                         larodError** error)
{
    (void)conn;
    if (tensors == NULL || *tensors == NULL)
        return fail(error, EINVAL, "Tensors are NULL");
    for (size_t i = 0; i < numTensors; ++i) {
        larodTensor* tensor = (*tensors)[i];
        if (tensor != NULL && tensor->owns_fd)
            close(tensor->fd);
        free(tensor);
    }
    free(*tensors);
    *tensors = NULL;
    return true;
}

bool larodTrackTensor(larodConnection* conn, larodTensor* tensor, larodError** error)
{
    if (conn == NULL)
        return fail(error, EINVAL, "Connection is NULL");
    return given(tensor, error);
}

const larodTensorDims* larodGetTensorDims(const larodTensor* tensor, larodError** error)
{
    return given(tensor, error) ? &tensor->shape.dims : NULL;
}

bool larodSetTensorDims(larodTensor* tensor, const larodTensorDims* dims, larodError** error)
{
    if (!given(tensor, error) || dims == NULL || dims->len > LAROD_TENSOR_MAX_LEN)
        return tensor != NULL && fail(error, EINVAL, "Invalid dimensions");
    tensor->shape.dims = *dims;
    tensor->shape.bytes = byte_size(tensor->shape.type, dims);
    if (tensor->shape.layout == LAROD_TENSOR_LAYOUT_420SP) /* two planes of half the rows each */
        tensor->shape.bytes = tensor->shape.bytes / 2;
    return true;
}

const larodTensorPitches* larodGetTensorPitches(const larodTensor* tensor, larodError** error)
{
    return given(tensor, error) ? &tensor->pitches : NULL;
}

bool larodSetTensorPitches(larodTensor* tensor, const larodTensorPitches* pitches,
                           larodError** error)
{
    if (!given(tensor, error) || pitches == NULL || pitches->len > LAROD_TENSOR_MAX_LEN)
        return tensor != NULL && fail(error, EINVAL, "Invalid pitches");
    tensor->pitches = *pitches;
    return true;
}

larodTensorDataType larodGetTensorDataType(const larodTensor* tensor, larodError** error)
{
    return given(tensor, error) ? tensor->shape.type : LAROD_TENSOR_DATA_TYPE_INVALID;
}

bool larodSetTensorDataType(larodTensor* tensor, const larodTensorDataType dataType,
                            larodError** error)
{
    if (!given(tensor, error))
        return false;
    tensor->shape.type = dataType;
    return tensor->shape.dims.len == 0 || larodSetTensorDims(tensor, &tensor->shape.dims, error);
}

larodTensorLayout larodGetTensorLayout(const larodTensor* tensor, larodError** error)
{
    return given(tensor, error) ? tensor->shape.layout : LAROD_TENSOR_LAYOUT_INVALID;
}

bool larodSetTensorLayout(larodTensor* tensor, const larodTensorLayout layout, larodError** error)
{
    if (given(tensor, error))
        tensor->shape.layout = layout;
    return tensor != NULL;
}

int larodGetTensorFd(const larodTensor* tensor, larodError** error)
{
    return given(tensor, error) ? tensor->fd : LAROD_INVALID_FD;
}

bool larodSetTensorFd(larodTensor* tensor, const int fd, larodError** error)
{
    if (!given(tensor, error))
        return false;
    if (tensor->owns_fd)
        return fail(error, EPERM, "The descriptor of an allocated tensor cannot be changed");
    tensor->fd = fd;
    return true;
}

bool larodGetTensorFdSize(const larodTensor* tensor, size_t* size, larodError** error)
{
    if (!given(tensor, error) || size == NULL)
        return false;
    *size = tensor->fd_size;
    return true;
}

bool larodSetTensorFdSize(larodTensor* tensor, const size_t size, larodError** error)
{
    if (given(tensor, error))
        tensor->fd_size = size;
    return tensor != NULL;
}

int64_t larodGetTensorFdOffset(const larodTensor* tensor, larodError** error)
{
    return given(tensor, error) ? tensor->fd_offset : -1;
}

bool larodSetTensorFdOffset(larodTensor* tensor, const int64_t offset, larodError** error)
{
    if (given(tensor, error))
        tensor->fd_offset = offset;
    return tensor != NULL;
}

bool larodGetTensorFdProps(const larodTensor* tensor, uint32_t* fdPropFlags, larodError** error)
{
    if (!given(tensor, error) || fdPropFlags == NULL)
        return false;
    *fdPropFlags = tensor->fd_props;
    return true;
}

bool larodSetTensorFdProps(larodTensor* tensor, const uint32_t fdPropFlags, larodError** error)
{
    if (given(tensor, error))
        tensor->fd_props = fdPropFlags;
    return tensor != NULL;
}

const char* larodGetTensorName(const larodTensor* tensor, larodError** error)
{
    return given(tensor, error) ? tensor->name : NULL;
}

bool larodGetTensorByteSize(const larodTensor* tensor, size_t* byteSize, larodError** error)
{
    if (!given(tensor, error) || byteSize == NULL)
        return false;
    *byteSize = tensor->shape.bytes;
    return true;
}
