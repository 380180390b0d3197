#ifndef CONF_H
#define CONF_H

#include <stddef.h>

enum { most_named_devices = 32 };

/* probe.conf beside the program, which `acapctl probe` may add: lines "KEY VALUE". Keys that are not
 * known are ignored; without the file nothing is loaded. */
struct conf {
    char model[256]; /* a file beside the program; empty: none */
    unsigned runs;
    unsigned warm_ups;
    unsigned silence; /* seconds that larod may say nothing while it loads or runs; 0: as usual */
    char devices[most_named_devices][64]; /* larod devices; none: all that may take a model */
    size_t device_count;
};

struct conf conf_read(void);

#endif
