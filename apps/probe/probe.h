/* The on-camera half of `acapctl probe`: finds out what the device can do, writes a JSON report to
 * the application log, part by part, and ends. Everything it needs beyond libc is opened or read at run
 * time, so the same package runs where a library is missing, and says so.
 *
 * Each part writes its members to `report` and to `how`, under the path of a value, how that was
 * found out. A value that cannot be read is null, never a guess. */
#ifndef PROBE_H
#define PROBE_H

#include "conf.h"
#include "part.h"

void probe_device(struct report* report, struct report* how);
void probe_memory(struct report* report, struct report* how);
void probe_space(struct report* report, struct report* how);
void probe_user(struct report* report, struct report* how);
void probe_libraries(struct report* report, struct report* how);
/* Last, as it may take long. The run of a model on each larod device begins a part of its own. */
void probe_larod(struct part* part, const struct conf* conf);

#endif
