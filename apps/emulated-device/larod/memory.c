#include "internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A file for each thing to remember, one byte for each time. */
unsigned counted(const char* what)
{
    char path[256];
    struct stat status = {0};
    mkdir("/run/larod", 0777);
    snprintf(path, sizeof path, "/run/larod/%s", what);
    const int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (fd < 0)
        return 0;
    fstat(fd, &status);
    if (write(fd, ".", 1) != 1)
        status.st_size = 0;
    close(fd);
    return (unsigned)status.st_size;
}

bool remembered(const char* what)
{
    return counted(what) > 0;
}

void sleep_for(double milliseconds)
{
    struct timespec rest = {.tv_sec = (time_t)(milliseconds / 1000)};
    rest.tv_nsec = (long)((milliseconds - 1000.0 * (double)rest.tv_sec) * 1e6);
    while (nanosleep(&rest, &rest) != 0) {
    }
}
