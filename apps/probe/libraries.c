/* Which API libraries there are, and how new they are: read from their files, none is opened. */
#include "apis.h"
#include "elf_file.h"
#include "library_file.h"
#include "probe.h"
#include "vapix_access.h"

#include <stdio.h>

static void contents(struct report* report, const struct api* api, const struct elf* elf)
{
    char node[128];
    report_string(report, "node", elf_newest_node(elf, NULL, node, sizeof node) ? node : NULL);
    report_begin(report, "functions", '{');
    for (size_t i = 0; i < 4 && api->functions[i] != NULL; ++i)
        report_bool(report, api->functions[i], elf_defines(elf, api->functions[i]));
    report_end(report, '}');
}

/* What no file tells of; `present` is 1, 0, or -1 for not known. */
static void no_file(struct report* report, int present)
{
    if (present < 0)
        report_null(report, "present");
    else
        report_bool(report, "present", present);
    static const char* const keys[] = {"file", "realFile", "version", "node"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; ++i)
        report_null(report, keys[i]);
    report_begin(report, "functions", '{');
    report_end(report, '}');
}

static void row(struct report* report, const struct api* api)
{
    struct library_file file;
    struct elf elf;
    report_begin(report, NULL, '{');
    report_string(report, "api", api->name);
    const int found = find_library(api->library, &file);
    if (found == 1 && elf_open(&elf, file.path)) {
        report_bool(report, "present", 1);
        report_string(report, "file", file.name);
        report_string(report, "realFile", file.real_name);
        report_string(report, "version", file.version);
        contents(report, api, &elf);
        elf_close(&elf);
    } else {
        no_file(report, found == 0 && api->is_sure ? 0 : -1);
    }
    report_end(report, '}');
}

/* Not a library, but a service. */
static void vapix_credentials(struct report* report, struct report* how)
{
    report_begin(report, NULL, '{');
    report_string(report, "api", "VAPIX credentials");
    no_file(report, knows_vapix_access(how));
    report_end(report, '}');
}

static void libstdcxx(struct report* report, struct report* how)
{
    struct library_file file;
    struct elf elf;
    char node[128] = "";
    int known = 0;
    if (find_library("libstdc++.so", &file) == 1 && elf_open(&elf, file.path)) {
        known = elf_newest_node(&elf, "GLIBCXX_", node, sizeof node);
        elf_close(&elf);
    }
    report_string(report, "libstdcxx", known ? node : NULL);
    report_string(how, "libstdcxx", "version nodes of libstdc++.so");
}

static void glib(struct report* report, struct report* how)
{
    struct library_file file;
    struct elf elf;
    uint32_t major, minor, micro;
    int known = 0;
    if (find_library("libglib-2.0.so", &file) == 1 && elf_open(&elf, file.path)) {
        known = elf_constant(&elf, "glib_major_version", &major) &&
                elf_constant(&elf, "glib_minor_version", &minor) &&
                elf_constant(&elf, "glib_micro_version", &micro);
        elf_close(&elf);
    }
    if (known)
        report_format(report, "glib", "%u.%u.%u", (unsigned)major, (unsigned)minor, (unsigned)micro);
    else
        report_null(report, "glib");
    report_string(how, "glib", "glib_major_version and so on in the file of libglib-2.0.so");
}

void probe_libraries(struct report* report, struct report* how)
{
    libstdcxx(report, how);
    glib(report, how);
    report_begin(report, "libraries", '[');
    for (size_t i = 0; i < api_count; ++i)
        row(report, &apis[i]);
    vapix_credentials(report, how);
    report_end(report, ']');
    report_string(how, "libraries", "files in /usr/lib and /lib, their version nodes and symbols");
}
