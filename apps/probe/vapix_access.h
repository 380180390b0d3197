#ifndef VAPIX_ACCESS_H
#define VAPIX_ACCESS_H

#include "report.h"

/* The row of VAPIX credentials over D-Bus in the list of libraries: not a library, but a service
 * that the bus knows or not. */
void probe_vapix_access(struct report* report, struct report* how);

#endif
