#ifndef APIS_H
#define APIS_H

#include <stddef.h>

/* One row of the platform guide. */
struct api {
    const char* name;
    const char* library; /* its file name without version */
    int is_sure;         /* the file name is on record: a device without the file lacks the API */
    const char* functions[4]; /* that not every AXIS OS has; NULL: no more */
};

extern const struct api apis[];
extern const size_t api_count;

#endif
