#ifndef MODEL_H
#define MODEL_H

#include "conf.h"
#include "part.h"
#include "session.h"

/* Loads and runs the model of probe.conf on each larod device that may take it, one after another,
 * with a part of the report for each; nothing without a model. */
void probe_models(struct part* part, const struct conf* conf, const struct heard* larod);

#endif
