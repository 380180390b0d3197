/* Small text files of the system, read within bounds. */
#ifndef FILE_H
#define FILE_H

#include <stddef.h>

/* The value of the first "KEY<separator> VALUE" line of a file, without quotes; NULL if none. Good
 * until the next call. */
const char* value_of(const char* file, const char* key, char separator);

/* What of a file fits; its length, or -1 if it cannot be read. There is a NUL behind it. */
long read_text(const char* file, char* text, size_t size);

/* The directory this program is in. */
const char* own_directory(void);

#endif
