#include "probe.h"

#include <stdlib.h>
#include <syslog.h>

int main(void)
{
    struct report report = {0};

    openlog("acapctl_probe", LOG_PID, LOG_USER);
    report_begin(&report, NULL, '{');
    probe_device(&report);
    probe_larod(&report);
    report_end(&report, '}');
    const int status = report_send(&report);
    free(report.text);
    closelog();
    return status;
}
