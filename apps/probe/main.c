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
    struct report report = {0};
    struct report how = {0};

    log_open();
    const struct conf conf = conf_read();
    report_begin(&report, NULL, '{');
    report_begin(&how, NULL, '{');
    about(&report);
    probe_device(&report, &how);
    probe_memory(&report, &how);
    probe_space(&report, &how);
    probe_user(&report, &how);
    probe_libraries(&report, &how);
    probe_larod(&report, &how, &conf);
    report_end(&how, '}');
    report_json(&report, "how", how.text);
    report_end(&report, '}');
    log_report(report.text, report.length);
    report_free(&report);
    report_free(&how);
    closelog();
    return 0;
}
