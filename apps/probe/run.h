#ifndef RUN_H
#define RUN_H

#include "conf.h"
#include "report.h"
#include "session.h"

/* 0, and it is told: this liblarod lacks a function that running a model needs. */
int run_is_possible(const struct session* session);

/* Runs a loaded model on zeros, warm-ups first; tells outcome, times, inputs and outputs. */
void run_model(struct session* session, larodModel* model, const struct conf* conf,
               struct report* report);

#endif
