/* A linker takes the newest version of each symbol of this machine's glibc, and a program then asks
 * an older device for what it does not have. The version with which each port of glibc began is on
 * every device. */
#ifndef OLDEST_H
#define OLDEST_H

#if defined(__aarch64__)
#define OLDEST_GLIBC "GLIBC_2.17"
#elif defined(__arm__)
#define OLDEST_GLIBC "GLIBC_2.4"
#endif

#ifdef OLDEST_GLIBC
#define OLDEST(name, symbol) __asm__(".symver " #name "," #symbol "@" OLDEST_GLIBC)
#else
#define OLDEST(name, symbol) _Static_assert(1, "another machine's own")
#endif

#endif
