/* The report goes out in parts, each as soon as what it tells is known: whoever ends this program,
 * or waits no longer for it, has what was told until then. A part is a JSON object of its own; the
 * host puts their members together, those of one name too. */
#ifndef PART_H
#define PART_H

#include "report.h"

struct part {
    struct report report;
    struct report how; /* under the path of a value, how it was found out */
};

void part_begin(struct part* part);
/* Sends what is there, and begins the next part. */
void part_next(struct part* part);
void part_last(struct part* part);

#endif
