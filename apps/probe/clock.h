#ifndef CLOCK_H
#define CLOCK_H

double seconds_now(void); /* of a clock that only goes forward */

#endif
