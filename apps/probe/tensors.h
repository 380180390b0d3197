#ifndef TENSORS_H
#define TENSORS_H

#include "report.h"
#include "session.h"

/* "inputs" or "outputs": bytes, shape, type and layout of each. */
void tensors_report(const struct session* session, struct report* report, const char* key,
                    larodTensor* const* tensors, size_t count, const size_t* sizes, size_t size_count);

/* Fills the memory of each with zeros; what cannot be mapped keeps what larod put there. */
void tensors_clear(const struct session* session, larodTensor* const* tensors, size_t count);

#endif
