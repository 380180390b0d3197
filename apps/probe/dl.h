/* <dlfcn.h>, with the symbols that were in libdl.so.2 until glibc 2.34 (the Makefile names it). */
#ifndef DL_H
#define DL_H

#include "oldest.h"

#include <dlfcn.h>

OLDEST(dlopen, dlopen);
OLDEST(dlsym, dlsym);
OLDEST(dlerror, dlerror);
OLDEST(dlclose, dlclose);

#endif
