#pragma once
// What libacapctl shows of itself; everything else is hidden in the shared library.

#define ACAPCTL_API __attribute__((visibility("default")))
