/* Where a shared library is, by its name without version: "libaxevent.so". */
#ifndef LIBRARY_FILE_H
#define LIBRARY_FILE_H

struct library_file {
    char name[128];      /* that by which programs ask for it: libaxevent.so.1 */
    char path[512];      /* of the file behind all links */
    char real_name[128]; /* its name: libaxevent.so.1.4.2 */
    const char* version; /* what stands behind ".so." there; NULL: nothing does */
};

/* 1: found. 0: no directory that the loader searches has one for this architecture. -1: none of those
 * directories can be read. */
int find_library(const char* stem, struct library_file* file);

#endif
