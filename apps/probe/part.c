#include "part.h"

#include "log.h"

void part_begin(struct part* part)
{
    *part = (struct part){0};
    report_begin(&part->report, NULL, '{');
    report_begin(&part->how, NULL, '{');
}

static void send_part(struct part* part, int more)
{
    report_end(&part->how, '}');
    report_json(&part->report, "how", part->how.text);
    report_bool(&part->report, "more", more);
    report_end(&part->report, '}');
    log_part(part->report.text, part->report.length);
    report_free(&part->report);
    report_free(&part->how);
}

void part_next(struct part* part)
{
    send_part(part, 1);
    part_begin(part);
}

void part_last(struct part* part)
{
    send_part(part, 0);
}
