/* What a model file is, told from its bytes, and the inputs and outputs of a .tflite: the fields of
 * TensorFlow's lite/schema/schema.fbs that those need. Every position is checked before it is read;
 * 0 stands for one that is not there. */
#define _GNU_SOURCE
#include "internal.h"

#include <string.h>

struct file {
    const uint8_t* bytes;
    size_t size;
};

static uint32_t number(const struct file* file, size_t at, size_t width)
{
    uint32_t value = 0;
    if (at > file->size || file->size - at < width)
        return 0;
    for (size_t i = 0; i < width; ++i)
        value |= (uint32_t)file->bytes[at + i] << (8 * i);
    return value;
}

/* What the offset at `at` leads to. */
static size_t follow(const struct file* file, size_t at)
{
    const uint32_t offset = at == 0 ? 0 : number(file, at, 4);
    return offset == 0 || offset >= file->size - at ? 0 : at + offset;
}

static size_t field(const struct file* file, size_t table, unsigned id)
{
    if (table == 0)
        return 0;
    const size_t vtable = table - (size_t)(int32_t)number(file, table, 4);
    if (vtable >= file->size || 4 + 2 * id + 2 > number(file, vtable, 2))
        return 0;
    const uint32_t offset = number(file, vtable + 4 + 2 * id, 2);
    return offset == 0 || table + offset >= file->size ? 0 : table + offset;
}

static size_t vector(const struct file* file, size_t table, unsigned id, size_t* count)
{
    const size_t found = follow(file, field(file, table, id));
    *count = found == 0 ? 0 : number(file, found, 4);
    if (*count > (file->size - found) / 4)
        *count = 0;
    return found;
}

static larodTensorDataType data_type(uint32_t tflite)
{
    switch (tflite) {
    case 0:
        return LAROD_TENSOR_DATA_TYPE_FLOAT32;
    case 1:
        return LAROD_TENSOR_DATA_TYPE_FLOAT16;
    case 2:
        return LAROD_TENSOR_DATA_TYPE_INT32;
    case 3:
        return LAROD_TENSOR_DATA_TYPE_UINT8;
    case 4:
        return LAROD_TENSOR_DATA_TYPE_INT64;
    case 6:
        return LAROD_TENSOR_DATA_TYPE_BOOL8;
    case 7:
        return LAROD_TENSOR_DATA_TYPE_INT16;
    case 9:
        return LAROD_TENSOR_DATA_TYPE_INT8;
    case 10:
        return LAROD_TENSOR_DATA_TYPE_FLOAT64;
    case 15:
        return LAROD_TENSOR_DATA_TYPE_UINT32;
    case 16:
        return LAROD_TENSOR_DATA_TYPE_UINT16;
    default:
        return LAROD_TENSOR_DATA_TYPE_UNSPECIFIED;
    }
}

size_t byte_size(larodTensorDataType type, const larodTensorDims* dims)
{
    static const size_t widths[] = {1, 1, 1, 1, 1, 2, 2, 4, 4, 8, 8, 2, 4, 8};
    const size_t limit = (size_t)1 << 30;
    size_t bytes = (size_t)type < sizeof widths / sizeof *widths ? widths[type] : 1;
    for (size_t i = 0; i < dims->len && i < LAROD_TENSOR_MAX_LEN; ++i) {
        if (dims->dims[i] != 0 && bytes > limit / dims->dims[i])
            return limit;
        bytes *= dims->dims[i];
    }
    return bytes;
}

static struct shape tensor_shape(const struct file* file, size_t tensor)
{
    struct shape shape = {0};
    const size_t dims = vector(file, tensor, 0, &shape.dims.len);
    if (shape.dims.len > LAROD_TENSOR_MAX_LEN)
        shape.dims.len = LAROD_TENSOR_MAX_LEN;
    for (size_t i = 0; i < shape.dims.len; ++i) {
        const int32_t size = (int32_t)number(file, dims + 4 + 4 * i, 4);
        shape.dims.dims[i] = size > 0 ? (size_t)size : 1; /* -1: any */
    }
    const size_t type = field(file, tensor, 1);
    shape.type = data_type(type == 0 ? 0 : number(file, type, 1));
    shape.layout = shape.dims.len == 4 ? LAROD_TENSOR_LAYOUT_NHWC : LAROD_TENSOR_LAYOUT_UNSPECIFIED;
    shape.bytes = byte_size(shape.type, &shape.dims);
    return shape;
}

static size_t tensor_shapes(const struct file* file, size_t graph, unsigned id, struct shape* shapes)
{
    size_t count = 0;
    size_t known = 0;
    const size_t indices = vector(file, graph, id, &count);
    const size_t tensors = vector(file, graph, 0, &known);
    if (count > tensors_limit)
        count = tensors_limit;
    for (size_t i = 0; i < count; ++i) {
        const uint32_t index = number(file, indices + 4 + 4 * i, 4);
        if (index >= known)
            return 0;
        shapes[i] = tensor_shape(file, follow(file, tensors + 4 + 4 * (size_t)index));
    }
    return count;
}

static void read_tflite(const struct file* file, struct shapes* shapes)
{
    size_t graphs = 0;
    const uint32_t root = number(file, 0, 4);
    const size_t all = vector(file, root < file->size ? root : 0, 2, &graphs);
    const size_t graph = graphs == 0 ? 0 : follow(file, all + 4);
    shapes->input_count = tensor_shapes(file, graph, 1, shapes->inputs);
    shapes->output_count = tensor_shapes(file, graph, 2, shapes->outputs);
}

/* For the formats of which only Axis and the makers of the chips know the inside: MobileNet's. */
static void usual_shapes(struct shapes* shapes, bool planar)
{
    const larodTensorDims interleaved = {{1, 224, 224, 3}, 4};
    const larodTensorDims planes = {{1, 3, 224, 224}, 4};
    shapes->input_count = shapes->output_count = 1;
    shapes->inputs[0] =
        (struct shape){planar ? planes : interleaved, LAROD_TENSOR_DATA_TYPE_UINT8,
                       planar ? LAROD_TENSOR_LAYOUT_NCHW : LAROD_TENSOR_LAYOUT_NHWC, 224 * 224 * 3};
    shapes->outputs[0] = (struct shape){
        {{1, 1001}, 2}, LAROD_TENSOR_DATA_TYPE_UINT8, LAROD_TENSOR_LAYOUT_UNSPECIFIED, 1001};
}

static bool has(const struct file* file, size_t at, const char* magic, size_t length)
{
    return file->size >= at + length && memcmp(file->bytes + at, magic, length) == 0;
}

void examine_model(const uint8_t* bytes, size_t size, struct contents* contents)
{
    const struct file file = {bytes, size};
    memset(contents, 0, sizeof *contents);
    contents->format = format_none;
    if (has(&file, 4, "TFL3", 4)) {
        static const char operator[] = "edgetpu-custom-op";
        const bool edge_tpu = memmem(bytes, size, operator, sizeof operator - 1) != NULL;
        contents->format = edge_tpu ? format_edge_tpu : format_tflite;
        read_tflite(&file, &contents->shapes);
        return;
    }
    if (has(&file, 0, "VPMN", 4))
        contents->format = format_native;
    else if (has(&file, 0, "\x08\x00\x02\x02\x03\x00\x00\x00\x52\x79\x80\x02", 12))
        contents->format = format_cvflow;
    else if (has(&file, 8, "\xef\xbe\xed\xfe", 4))
        contents->format = format_cv75;
    usual_shapes(&contents->shapes, contents->format != format_native);
}
