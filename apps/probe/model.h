#ifndef MODEL_H
#define MODEL_H

#include "conf.h"
#include "report.h"
#include "session.h"

/* Loads and runs the model of probe.conf on each larod device that may take it, one after another;
 * nothing without one. */
void probe_models(struct report* report, struct report* how, const struct conf* conf,
                  const struct heard* larod);

#endif
