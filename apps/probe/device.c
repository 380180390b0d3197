/* What libc, /proc, the device tree and the parameter tool tell. */
#include "command.h"
#include "file.h"
#include "probe.h"

#include <gnu/libc-version.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

static void cpu(struct report* report)
{
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);
    report_begin(report, "cpu", '{');
    report_number(report, "cores", cores > 0 ? (uint64_t)cores : 0);
    report_string(report, "hardware", value_of("/proc/cpuinfo", "Hardware", ':'));
    report_string(report, "model", value_of("/proc/cpuinfo", "model name", ':'));
    report_string(report, "part", value_of("/proc/cpuinfo", "CPU part", ':'));
    report_string(report, "features", value_of("/proc/cpuinfo", "Features", ':'));
    report_end(report, '}');
}

/* Strings with a NUL behind each; what of the last one did not fit is left out. */
static void device_tree(struct report* report, struct report* how)
{
    char text[1024];
    report_begin(report, "deviceTree", '{');
    const long model = read_text("/proc/device-tree/model", text, sizeof text);
    report_string(report, "model", model > 0 ? text : NULL);
    const long length = read_text("/proc/device-tree/compatible", text, sizeof text);
    if (length < 0) {
        report_null(report, "compatible");
    } else {
        report_begin(report, "compatible", '[');
        for (const char* name = text; name < text + length; name += strlen(name) + 1)
            report_string(report, NULL, name);
        report_end(report, ']');
    }
    report_end(report, '}');
    report_string(how, "deviceTree", "/proc/device-tree");
}

/* The tool prints the value in quotes, or NAME="VALUE" for a group. */
static char* bare(char* line)
{
    char* first = strchr(line, '"');
    char* last = strrchr(line, '"');
    if (first != NULL && last > first) {
        *last = '\0';
        return first + 1;
    }
    line += strspn(line, " \t'");
    for (size_t length = strlen(line); length > 0 && strchr(" \t'\r", line[length - 1]) != NULL;)
        line[--length] = '\0';
    return line;
}

static void parameter(struct report* report, struct report* how, const char* key, const char* name)
{
    const char* const arguments[] = {"parhandclient", "get", name, NULL};
    char why[256] = "";
    char value[512];
    const char* line = first_line_of(arguments, why, sizeof why);
    if (line == NULL) {
        report_null(report, key);
        report_string(how, key, why);
        return;
    }
    strncpy(value, line, sizeof value - 1);
    value[sizeof value - 1] = '\0';
    const char* text = bare(value);
    report_string(report, key, *text != '\0' ? text : NULL);
    report_format(how, key, "parhandclient get %s", name);
}

void probe_device(struct report* report, struct report* how)
{
    struct utsname names;
    const int known = uname(&names) == 0;
    report_string(report, "machine", known ? names.machine : NULL);
    report_string(report, "kernel", known ? names.release : NULL);
    report_string(report, "glibc", gnu_get_libc_version());
    report_string(report, "axisOs", value_of("/etc/os-release", "VERSION_ID", '='));
    report_string(report, "osName", value_of("/etc/os-release", "NAME", '='));
    report_string(how, "machine", "uname");
    report_string(how, "kernel", "uname");
    report_string(how, "glibc", "gnu_get_libc_version");
    report_string(how, "axisOs", "/etc/os-release");
    report_string(how, "osName", "/etc/os-release");
    parameter(report, how, "soc", "root.Properties.System.Soc");
    parameter(report, how, "product", "root.Brand.ProdNbr");
    device_tree(report, how);
    cpu(report);
    report_string(how, "cpu", "/proc/cpuinfo");
}
