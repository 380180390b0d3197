/* What memory the device has, and what its own control group lets an application have. */
#include "file.h"
#include "probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum limit { limit_unknown, limit_none, limit_is };

/* By the version of control groups, 1 and 2. */
static const char* const memory_files[] = {"memory.limit_in_bytes", "memory.max"};
static const char* const cpu_files[] = {"cpu.cfs_quota_us", "cpu.max"};

/* Reads the limit of one control group from its directory. */
typedef enum limit limit_reader(const char* directory, int version, double* value);

static void meminfo(struct report* report, const char* key, const char* name)
{
    const char* value = value_of("/proc/meminfo", name, ':');
    if (value == NULL)
        report_null(report, key);
    else
        report_number(report, key, strtoull(value, NULL, 10) * 1024); /* the file has kB */
}

static long control_file(const char* directory, const char* name, char* text, size_t size)
{
    char path[700];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    return read_text(path, text, size);
}

static enum limit memory_limit(const char* directory, int version, double* value)
{
    char text[64];
    if (control_file(directory, memory_files[version - 1], text, sizeof text) <= 0)
        return limit_unknown;
    *value = (double)strtoull(text, NULL, 10);
    /* Version 1 has no word for "none", but the largest number of pages. */
    return strncmp(text, "max", 3) == 0 || *value > 1e18 ? limit_none : limit_is;
}

static enum limit cpu_limit(const char* directory, int version, double* value)
{
    char quota[64];
    char period[64];
    if (version == 2) {
        if (control_file(directory, cpu_files[1], quota, sizeof quota) <= 0)
            return limit_unknown;
        const char* second = strchr(quota, ' ');
        snprintf(period, sizeof period, "%s", second != NULL ? second + 1 : "");
    } else if (control_file(directory, cpu_files[0], quota, sizeof quota) <= 0 ||
               control_file(directory, "cpu.cfs_period_us", period, sizeof period) <= 0) {
        return limit_unknown;
    }
    if (strncmp(quota, "max", 3) == 0 || strncmp(quota, "-1", 2) == 0)
        return limit_none;
    const double whole = strtod(period, NULL);
    *value = whole > 0 ? strtod(quota, NULL) / whole : 0;
    return whole > 0 ? limit_is : limit_unknown;
}

/* Whether one of the comma-separated names in a line of /proc/self/cgroup is this. */
static int names(const char* list, size_t length, const char* controller)
{
    const size_t wanted = strlen(controller);
    for (size_t at = 0; at + wanted <= length; ++at)
        if (strncmp(list + at, controller, wanted) == 0 && (at == 0 || list[at - 1] == ',') &&
            (at + wanted == length || list[at + wanted] == ','))
            return 1;
    return 0;
}

/* The directory of the own control group: "5:memory:/PATH" is version 1, "0::/PATH" version 2. The
 * part that all groups share is `root` long. Returns the version, 0 for none. */
static int own_group(const char* controller, char* directory, size_t size, size_t* root)
{
    char line[512];
    int version = 0;
    FILE* stream = fopen("/proc/self/cgroup", "re");
    while (stream != NULL && version != 1 && fgets(line, sizeof line, stream) != NULL) {
        const char* list = strchr(line, ':');
        const char* path = list != NULL ? strchr(list + 1, ':') : NULL;
        if (path == NULL)
            continue;
        const size_t length = (size_t)(path - ++list);
        line[strcspn(line, "\n")] = '\0';
        if (length > 0 && !names(list, length, controller))
            continue;
        version = length > 0 ? 1 : 2;
        *root = (size_t)snprintf(directory, size, "/sys/fs/cgroup%s%s", length > 0 ? "/" : "",
                                 length > 0 ? controller : "");
        if (strcmp(path + 1, "/") != 0) /* the root is its own directory */
            snprintf(directory + *root, size - *root, "%s", path + 1);
    }
    if (stream != NULL)
        fclose(stream);
    return version;
}

/* The smallest limit from the own group up: each one above binds as well. `how` says where it stands,
 * or that there is none, or that it cannot be known. */
static enum limit smallest_limit(const char* controller, const char* const* files,
                                 limit_reader* read_limit,
                                 double* smallest, char* how, size_t size)
{
    char directory[600];
    size_t root = 0;
    enum limit found = limit_unknown;
    const int version = own_group(controller, directory, sizeof directory, &root);
    snprintf(how, size, "no control group of %s in /proc/self/cgroup can be read", controller);
    for (int more = version > 0; more;) {
        double value = 0;
        const enum limit kind = read_limit(directory, version, &value);
        if (kind == limit_none && found == limit_unknown) {
            found = limit_none;
            snprintf(how, size, "no limit in %s and above", directory);
        } else if (kind == limit_is && (found != limit_is || value < *smallest)) {
            found = limit_is;
            *smallest = value;
            snprintf(how, size, "%s/%s", directory, files[version - 1]);
        }
        more = strlen(directory) > root;
        char* slash = strrchr(directory, '/');
        *(slash < directory + root ? directory + root : slash) = '\0';
    }
    return found;
}

static void limits(struct report* report, struct report* how)
{
    char where[700];
    double value = 0;
    if (smallest_limit("memory", memory_files, memory_limit, &value, where, sizeof where) == limit_is)
        report_number(report, "limit", (uint64_t)value);
    else
        report_null(report, "limit");
    report_string(how, "memory.limit", where);
    if (smallest_limit("cpu", cpu_files, cpu_limit, &value, where, sizeof where) == limit_is)
        report_decimal(report, "cpuQuota", value);
    else
        report_null(report, "cpuQuota");
    report_string(how, "memory.cpuQuota", where);
}

void probe_memory(struct report* report, struct report* how)
{
    report_begin(report, "memory", '{');
    meminfo(report, "total", "MemTotal");
    meminfo(report, "available", "MemAvailable");
    limits(report, how);
    report_end(report, '}');
    report_string(how, "memory.total", "/proc/meminfo");
    report_string(how, "memory.available", "/proc/meminfo");
}
