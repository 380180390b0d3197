/* The functions that came with AXIS OS 12.7 (release notes of ACAP 12.7). */
#include "internal.h"

#include <errno.h>

static bool known(const larodTensor* tensor, larodTensorLayout layout, larodError** error)
{
    if (tensor != NULL && layout >= LAROD_TENSOR_LAYOUT_NHWC && layout <= LAROD_TENSOR_LAYOUT_420SP)
        return true;
    return fail(error, EINVAL, "Invalid tensor or layout");
}

bool larodBuildTensorDims(larodTensor* tensor, const larodTensorLayout layout, const size_t width,
                          const size_t height, const size_t numChannels, larodError** error)
{
    if (!known(tensor, layout, error))
        return false;
    larodTensorDims dims = {{1, height, width, numChannels}, 4};
    if (layout == LAROD_TENSOR_LAYOUT_NCHW)
        dims = (larodTensorDims){{1, numChannels, height, width}, 4};
    else if (layout == LAROD_TENSOR_LAYOUT_420SP)
        dims = (larodTensorDims){{numChannels, height, width}, 3};
    return larodSetTensorLayout(tensor, layout, error) && larodSetTensorDims(tensor, &dims, error);
}

bool larodBuildTensorPitches(larodTensor* tensor, const larodTensorLayout layout,
                             const size_t pitch, const size_t height, const size_t numChannels,
                             larodError** error)
{
    if (!known(tensor, layout, error))
        return false;
    larodTensorPitches pitches = {{height * pitch, height * pitch, pitch, numChannels}, 4};
    if (layout == LAROD_TENSOR_LAYOUT_NCHW)
        pitches = (larodTensorPitches){
            {numChannels * height * pitch, numChannels * height * pitch, height * pitch, pitch}, 4};
    else if (layout == LAROD_TENSOR_LAYOUT_420SP)
        pitches = (larodTensorPitches){{height * pitch * 3 / 2, height * pitch, pitch}, 3};
    return larodSetTensorPitches(tensor, &pitches, error);
}

int larodConvertVmemFdToDmabuf(const int fd, const int64_t offset, larodError** error)
{
    (void)fd;
    (void)offset;
    fail(error, ENOTSUP, "An emulated device has no vmem memory");
    return LAROD_INVALID_FD;
}
