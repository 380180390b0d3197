/* What libc and /proc tell. A value that cannot be read is null, never a guess. */
#include "probe.h"

#include <gnu/libc-version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

/* The value of the first "KEY<separator> VALUE" line of a file, without quotes; NULL if none. */
static char* value_of(const char* file, const char* key, char separator)
{
    static char line[512];
    const size_t length = strlen(key);
    char* found = NULL;
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

static void memory(struct report* report, const char* key, const char* name)
{
    const char* value = value_of("/proc/meminfo", name, ':');
    if (value == NULL)
        report_string(report, key, NULL);
    else
        report_number(report, key, strtoull(value, NULL, 10) * 1024); /* the file has kB */
}

static void cpu(struct report* report)
{
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);
    report_begin(report, "cpu", '{');
    report_number(report, "cores", cores > 0 ? (uint64_t)cores : 0);
    report_string(report, "hardware", value_of("/proc/cpuinfo", "Hardware", ':'));
    const char* model = value_of("/proc/cpuinfo", "model name", ':');
    report_string(report, "model", model);
    report_string(report, "part", value_of("/proc/cpuinfo", "CPU part", ':'));
    report_string(report, "features", value_of("/proc/cpuinfo", "Features", ':'));
    report_end(report, '}');
}

void probe_device(struct report* report)
{
    struct utsname names;
    const int known = uname(&names) == 0;
    report_string(report, "machine", known ? names.machine : NULL);
    report_string(report, "kernel", known ? names.release : NULL);
    report_string(report, "glibc", gnu_get_libc_version());
    report_string(report, "axisOs", value_of("/etc/os-release", "VERSION_ID", '='));
    report_string(report, "osName", value_of("/etc/os-release", "NAME", '='));
    cpu(report);
    report_begin(report, "memory", '{');
    memory(report, "total", "MemTotal");
    memory(report, "available", "MemAvailable");
    report_end(report, '}');
}
