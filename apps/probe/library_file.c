#include "library_file.h"

#include "elf_file.h"
#include "natural.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* AXIS OS has its libraries in /usr/lib; the rest is where other systems keep them. */
static const char* const directories[] = {
    "/usr/lib",
    "/lib",
    "/usr/lib64",
    "/lib64",
#if defined(__aarch64__)
    "/usr/lib/aarch64-linux-gnu",
    "/lib/aarch64-linux-gnu",
#elif defined(__arm__)
    "/usr/lib/arm-linux-gnueabihf",
    "/lib/arm-linux-gnueabihf",
#endif
};

/* How many numbers stand behind the stem; -1: it is another file. */
static int numbers_behind(const char* name, const char* stem)
{
    const size_t length = strlen(stem);
    int count = 0;
    if (strncmp(name, stem, length) != 0)
        return -1;
    for (name += length; *name != '\0'; ++count) {
        const size_t digits = strspn(name + 1, "0123456789");
        if (*name != '.' || digits == 0)
            return -1;
        name += 1 + digits;
    }
    return count;
}

/* Programs ask for one number (libaxevent.so.1), rarely for two (libssl.so.1.1) or none
 * (libaxoverlay.so); with more it is the file itself. Of two the newer. */
static int is_better(const char* name, const char* than, const char* stem)
{
    static const int ranks[] = {2, 0, 1, 3};
    const int count = numbers_behind(name, stem);
    if (count < 0 || than[0] == '\0')
        return count >= 0;
    const int old = numbers_behind(than, stem);
    const int rank = ranks[count > 3 ? 3 : count];
    const int old_rank = ranks[old > 3 ? 3 : old];
    return rank != old_rank ? rank < old_rank : natural_compare(name, than) > 0;
}

static int is_ours(const char* directory, const char* name)
{
    struct elf elf;
    char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    if (!elf_open(&elf, path))
        return 0;
    elf_close(&elf);
    return 1;
}

/* As find_library(), in one directory. */
static int search(const char* directory, const char* stem, char* name, size_t size)
{
    name[0] = '\0';
    DIR* list = opendir(directory);
    if (list == NULL)
        return -1;
    for (const struct dirent* entry; (entry = readdir(list)) != NULL;)
        if (strlen(entry->d_name) < size && is_better(entry->d_name, name, stem) &&
            is_ours(directory, entry->d_name))
            snprintf(name, size, "%s", entry->d_name);
    closedir(list);
    return name[0] != '\0';
}

int find_library(const char* stem, struct library_file* file)
{
    char path[700];
    int result = -1;
    memset(file, 0, sizeof *file);
    for (size_t i = 0; i < sizeof directories / sizeof *directories; ++i) {
        const int found = search(directories[i], stem, file->name, sizeof file->name);
        if (found == 0)
            result = 0;
        if (found != 1)
            continue;
        snprintf(path, sizeof path, "%s/%s", directories[i], file->name);
        char* real = realpath(path, NULL);
        snprintf(file->path, sizeof file->path, "%.511s", real != NULL ? real : path);
        free(real);
        const char* slash = strrchr(file->path, '/');
        snprintf(file->real_name, sizeof file->real_name, "%.127s", slash + 1);
        const char* version = strstr(file->real_name, ".so.");
        file->version = version != NULL ? version + 4 : NULL;
        return 1;
    }
    return result;
}
