#ifndef NATURAL_H
#define NATURAL_H

/* As strcmp, but numbers within the texts compare as numbers: GLIBC_2.4 before GLIBC_2.34. */
int natural_compare(const char* left, const char* right);

#endif
