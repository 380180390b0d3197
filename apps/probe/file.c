#include "file.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char* value_of(const char* file, const char* key, char separator)
{
    static char line[1024];
    const size_t length = strlen(key);
    const char* found = NULL;
    FILE* stream = fopen(file, "re");
    if (stream == NULL)
        return NULL;
    while (found == NULL && fgets(line, sizeof line, stream) != NULL) {
        if (strncmp(line, key, length) != 0)
            continue;
        char* value = line + length;
        value += strspn(value, " \t");
        if (*value != separator)
            continue;
        value += 1 + strspn(value + 1, " \t\"");
        value[strcspn(value, "\"\r\n")] = '\0';
        found = value;
    }
    fclose(stream);
    return found;
}

long read_text(const char* file, char* text, size_t size)
{
    FILE* stream = fopen(file, "re");
    if (stream == NULL)
        return -1;
    const size_t length = fread(text, 1, size - 1, stream);
    const int failed = ferror(stream);
    fclose(stream);
    text[length] = '\0';
    return failed ? -1 : (long)length;
}

const char* own_directory(void)
{
    static char path[512];
    const ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    char* slash = NULL;
    if (length > 0) {
        path[length] = '\0';
        slash = strrchr(path, '/');
    }
    if (slash == NULL)
        return ".";
    *slash = '\0';
    return path;
}
