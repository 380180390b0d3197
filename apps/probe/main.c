#include "log.h"
#include "probe.h"

#include <syslog.h>

/* The Makefile takes both from the manifest. */
#if !defined(PROBE_VERSION) || !defined(PROBE_SCHEMA)
#error "PROBE_VERSION and PROBE_SCHEMA say which package this is"
#endif

static void about(struct report* report)
{
    report_number(report, "format", 2);
    report_begin(report, "probe", '{');
    report_string(report, "version", PROBE_VERSION);
    report_string(report, "kind", "program");
    report_string(report, "schema", PROBE_SCHEMA);
    report_end(report, '}');
}

int main(void)
{
    struct part part;

    log_open();
    const struct conf conf = conf_read();
    part_begin(&part);
    about(&part.report);
    probe_device(&part.report, &part.how);
    probe_memory(&part.report, &part.how);
    probe_space(&part.report, &part.how);
    probe_user(&part.report, &part.how);
    part_next(&part);
    probe_libraries(&part.report, &part.how);
    part_next(&part); /* what follows may take long, or never come */
    probe_larod(&part, &conf);
    part_last(&part);
    closelog();
    return 0;
}
