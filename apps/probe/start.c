/* What calls main(). glibc 2.34 has a new __libc_start_main, whose one news is that it runs
 * constructors itself; this program has none of its own, so the old one does on every device. The
 * linker's --wrap leads the start code of this machine's glibc here. */
#include "oldest.h"

typedef int main_function(int, char**, char**);

#ifdef OLDEST_GLIBC
OLDEST(oldest_start, __libc_start_main);
#else
#define oldest_start __real___libc_start_main
#endif

int oldest_start(main_function*, int, char**, void (*)(void), void (*)(void), void (*)(void), void*);
int __wrap___libc_start_main(main_function*, int, char**, void (*)(void), void (*)(void),
                             void (*)(void), void*);

int __wrap___libc_start_main(main_function* main, int argc, char** argv, void (*init)(void),
                             void (*fini)(void), void (*loader_end)(void), void* stack_end)
{
    return oldest_start(main, argc, argv, init, fini, loader_end, stack_end);
}
