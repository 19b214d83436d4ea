#include "clock.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

#define NANOS 1000000000u

static _Atomic uint64_t offset;
static atomic_bool counts_cycles;
static atomic_bool is_set;

static uint64_t cycles(void) {
#if defined(__x86_64__)
    return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
    uint64_t value;
    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(value));
    return value;
#else
#error "no counter is known for this processor"
#endif
}

uint64_t clock_nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NANOS + (uint64_t)now.tv_nsec;
}

static uint64_t reading(void) {
    return atomic_load(&counts_cycles) ? cycles() : clock_nanos();
}

/* async-profiler has the processor's counter, from the JVM's start on, or the system's nanoseconds (tsc.h). */
void clock_set(uint64_t now, uint64_t frequency) {
    atomic_store(&counts_cycles, frequency != NANOS);
    atomic_store(&offset, reading() - now);
    atomic_store(&is_set, true);
}

uint64_t clock_now(void) {
    return atomic_load(&is_set) ? reading() - atomic_load(&offset) : 0;
}
