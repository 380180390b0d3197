#include "tensors.h"

#include <string.h>
#include <sys/mman.h>

enum { most_tensors = 64, most_dims = 12 };

/* By the numbers of larod.h. */
static const char* const types[] = {NULL,    NULL,     "bool",  "uint8",  "int8",    "uint16",  "int16",
                                    "uint32", "int32", "uint64", "int64", "float16", "float32", "float64"};
static const char* const layouts[] = {NULL, NULL, "NHWC", "NCHW", "420SP"};

static const char* name_of(int number, const char* const* names, size_t count)
{
    return number >= 0 && (size_t)number < count ? names[number] : NULL;
}

static void shape(struct report* report, const larodTensorDims* dims)
{
    if (dims == NULL) {
        report_null(report, "shape");
        return;
    }
    report_begin(report, "shape", '[');
    for (size_t i = 0; i < dims->len && i < most_dims; ++i)
        report_number(report, NULL, dims->dims[i]);
    report_end(report, ']');
}

void tensors_report(const struct session* session, struct report* report, const char* key,
                    larodTensor* const* tensors, size_t count, const size_t* sizes, size_t size_count)
{
    const struct larod* larod = &session->larod;
    larodError* error = NULL;
    report_begin(report, key, '[');
    for (size_t i = 0; i < count && i < most_tensors; ++i) {
        report_begin(report, NULL, '{');
        if (sizes != NULL && i < size_count)
            report_number(report, "bytes", sizes[i]);
        else
            report_null(report, "bytes");
        shape(report, larod->tensor_dims(tensors[i], &error));
        larod->clear_error(&error);
        report_string(report, "type",
                      name_of(larod->tensor_type(tensors[i], &error), types,
                              sizeof types / sizeof *types));
        larod->clear_error(&error);
        report_string(report, "layout",
                      name_of(larod->tensor_layout(tensors[i], &error), layouts,
                              sizeof layouts / sizeof *layouts));
        larod->clear_error(&error);
        report_end(report, '}');
    }
    report_end(report, ']');
}

void tensors_clear(const struct session* session, larodTensor* const* tensors, size_t count)
{
    const struct larod* larod = &session->larod;
    larodError* error = NULL;
    for (size_t i = 0; i < count; ++i) {
        size_t size = 0;
        const int fd = larod->tensor_fd(tensors[i], &error);
        if (fd >= 0 && larod->tensor_fd_size(tensors[i], &size, &error) && size > 0) {
            void* memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
            if (memory != MAP_FAILED) {
                memset(memory, 0, size);
                munmap(memory, size);
            }
        }
        larod->clear_error(&error);
    }
}
