/* How much an application may store. */
#include "file.h"
#include "probe.h"

#include <sys/statvfs.h>

static void space(struct report* report, const char* key, const char* path)
{
    struct statvfs system;
    report_begin(report, key, '{');
    report_string(report, "path", path);
    if (statvfs(path, &system) == 0) {
        report_number(report, "size", (uint64_t)system.f_blocks * system.f_frsize);
        report_number(report, "free", (uint64_t)system.f_bavail * system.f_frsize);
    } else {
        report_null(report, "size");
        report_null(report, "free");
    }
    report_end(report, '}');
}

void probe_space(struct report* report, struct report* how)
{
    report_begin(report, "space", '{');
    space(report, "package", own_directory());
    space(report, "tmp", "/tmp");
    report_end(report, '}');
    report_string(how, "space", "statvfs");
}
