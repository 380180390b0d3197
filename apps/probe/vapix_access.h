#ifndef VAPIX_ACCESS_H
#define VAPIX_ACCESS_H

#include "report.h"

/* Whether the bus knows the service that gives VAPIX credentials: 1, 0, or -1 if it cannot be asked.
 * `how` gets where that is from. */
int knows_vapix_access(struct report* how);

#endif
