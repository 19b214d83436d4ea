/*
 * To be preloaded: the clock of one process, set forward by as many seconds as the file says that CLOCK_OFFSET names, 8 bytes in the
 * machine's order. What counts from the machine's start does not move, as when a clock is set.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t *offset;
static int (*real)(clockid_t, struct timespec *);

__attribute__((constructor)) static void map(void) {
    int file = open(getenv("CLOCK_OFFSET"), O_RDONLY | O_CLOEXEC);
    void *mapped = mmap(NULL, sizeof *offset, PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (mapped == MAP_FAILED) {
        abort();
    }
    offset = mapped;
    *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    if (real == NULL) {
        map();
    }
    int error = real(clock, now);
    if (error == 0 && clock == CLOCK_REALTIME) {
        now->tv_sec += *offset;
    }
    return error;
}
