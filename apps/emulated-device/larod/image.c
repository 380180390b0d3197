/* Preprocessing: the sizes of images that larod's page on it describes. */
#include "internal.h"

#include <errno.h>
#include <string.h>

static bool image_shape(const larodMap* params, bool is_input, struct shape* shape,
                        larodError** error)
{
    const char* format_key = is_input ? "image.input.format" : "image.output.format";
    const char* format = map_text(params, format_key);
    const int64_t* size =
        map_numbers(params, is_input ? "image.input.size" : "image.output.size", 2);
    if (format == NULL || size == NULL || size[0] < 1 || size[1] < 1 || size[0] > 16384 ||
        size[1] > 16384)
        return fail(error, EINVAL, "Format or size of the %s image is missing or invalid",
                    is_input ? "input" : "output");
    const size_t width = (size_t)size[0];
    const size_t height = (size_t)size[1];
    shape->type = LAROD_TENSOR_DATA_TYPE_UINT8;
    if (strcmp(format, "nv12") == 0) {
        shape->layout = LAROD_TENSOR_LAYOUT_420SP;
        shape->dims = (larodTensorDims){{3, height, width}, 3};
        shape->bytes = width * height * 3 / 2;
        return true;
    }
    if (strcmp(format, "rgb-interleaved") == 0) {
        shape->layout = LAROD_TENSOR_LAYOUT_NHWC;
        shape->dims = (larodTensorDims){{1, height, width, 3}, 4};
    } else if (strcmp(format, "rgb-planar") == 0) {
        shape->layout = LAROD_TENSOR_LAYOUT_NCHW;
        shape->dims = (larodTensorDims){{1, 3, height, width}, 4};
    } else {
        return fail(error, EINVAL, "Unknown image format %s", format);
    }
    shape->bytes = width * height * 3;
    return true;
}

bool image_shapes(const larodMap* params, struct shapes* shapes, larodError** error)
{
    shapes->input_count = shapes->output_count = 1;
    return image_shape(params, true, &shapes->inputs[0], error) &&
           image_shape(params, false, &shapes->outputs[0], error);
}
