/* What the probe writes to the application log. */
#ifndef LOG_H
#define LOG_H

#include <stddef.h>

enum { log_text_length = 160 }; /* well below the shortest line limit of a syslog daemon */

void log_open(void);
/* One line that says what takes its time. Of `text` what is printable, and not all of a long one. */
void log_doing(const char* text);
/* The next part of the report, which is printable ASCII, as numbered and checksummed lines. */
void log_part(const char* text, size_t length);

#endif
