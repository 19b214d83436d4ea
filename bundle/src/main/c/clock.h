/* async-profiler's clock, so that samples can be laid beside its events. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

/* Sets the clock: what it shows now, and how often it ticks in a second. */
void clock_set(uint64_t now, uint64_t frequency);

/* 0 before it is set. */
uint64_t clock_now(void);

/* The system's monotonic clock, in nanoseconds. */
uint64_t clock_nanos(void);

#endif
