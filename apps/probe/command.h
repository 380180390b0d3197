#ifndef COMMAND_H
#define COMMAND_H

#include <stddef.h>

/* The first line that a program of the device prints, asked without a shell and within a few
 * seconds. NULL, and `why` says why not, where it is not there, fails or prints nothing. The line is
 * good until the next call. */
const char* first_line_of(const char* const* arguments, char* why, size_t size);

#endif
