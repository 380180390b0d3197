#include "larod_api.h"

#include "dl.h"

/* Every one of them is in larod 3.0, which came with AXIS OS 10.7. */
static const struct {
    const char* name;
    size_t offset;
} functions[] = {
    {"larodConnect", offsetof(struct larod, connect)},
    {"larodDisconnect", offsetof(struct larod, disconnect)},
    {"larodClearError", offsetof(struct larod, clear_error)},
    {"larodGetNumSessions", offsetof(struct larod, count_sessions)},
    {"larodListDevices", offsetof(struct larod, list_devices)},
    {"larodGetDevice", offsetof(struct larod, device)},
    {"larodGetDeviceName", offsetof(struct larod, device_name)},
    {"larodGetDeviceInstance", offsetof(struct larod, device_instance)},
    {"larodGetModels", offsetof(struct larod, models)},
    {"larodDestroyModels", offsetof(struct larod, destroy_models)},
    {"larodGetModelName", offsetof(struct larod, model_name)},
    {"larodGetModelId", offsetof(struct larod, model_id)},
    {"larodGetModelSize", offsetof(struct larod, model_size)},
    {"larodGetModelAccess", offsetof(struct larod, model_access)},
    {"larodGetModelDevice", offsetof(struct larod, model_device)},
    {"larodLoadModel", offsetof(struct larod, load_model)},
    {"larodDeleteModel", offsetof(struct larod, delete_model)},
    {"larodDestroyModel", offsetof(struct larod, destroy_model)},
    {"larodGetModelInputByteSizes", offsetof(struct larod, input_sizes)},
    {"larodGetModelOutputByteSizes", offsetof(struct larod, output_sizes)},
    {"larodAllocModelInputs", offsetof(struct larod, alloc_inputs)},
    {"larodAllocModelOutputs", offsetof(struct larod, alloc_outputs)},
    {"larodDestroyTensors", offsetof(struct larod, destroy_tensors)},
    {"larodGetTensorDims", offsetof(struct larod, tensor_dims)},
    {"larodGetTensorDataType", offsetof(struct larod, tensor_type)},
    {"larodGetTensorLayout", offsetof(struct larod, tensor_layout)},
    {"larodGetTensorFd", offsetof(struct larod, tensor_fd)},
    {"larodGetTensorFdSize", offsetof(struct larod, tensor_fd_size)},
    {"larodCreateJobRequest", offsetof(struct larod, create_job)},
    {"larodDestroyJobRequest", offsetof(struct larod, destroy_job)},
    {"larodRunJob", offsetof(struct larod, run_job)},
};

static const char* const sonames[] = {"liblarod.so.1", "liblarod.so"};

const char* larod_open(struct larod* larod)
{
    void* library = dlopen(sonames[0], RTLD_NOW | RTLD_LOCAL);
    if (library == NULL)
        library = dlopen(sonames[1], RTLD_NOW | RTLD_LOCAL);
    if (library == NULL)
        return dlerror();
    for (size_t i = 0; i < sizeof functions / sizeof *functions; ++i) {
        /* POSIX lets a function pointer be read from what dlsym returns; ISO C needs the detour. */
        void** function = (void**)((char*)larod + functions[i].offset);
        *function = dlsym(library, functions[i].name);
    }
    return larod->connect == NULL || larod->disconnect == NULL || larod->clear_error == NULL ||
                   larod->list_devices == NULL || larod->device_name == NULL ||
                   larod->device_instance == NULL
               ? dlerror()
               : NULL;
}
