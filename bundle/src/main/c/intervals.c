#include "intervals.h"

#include <stdbool.h>
#include <stdlib.h>

#include "array.h"
#include "period.h"

enum {
    /* threadHeapSampler.cpp */
    JVMS_INTERVAL = 512 << 10,
    ONE = 1 << 30
};

static uint64_t interval = JVMS_INTERVAL;
/* At which interval a thread that lived when it last changed has drawn its next sample. */
static struct index drawn;
static uint64_t random_state = 0x94d049bb133111ebu;

void intervals_change(uint64_t bytes, const int32_t *threads, uint32_t count) {
    if (bytes == interval) {
        return;
    }
    struct index now = {0};
    for (uint32_t i = 0; i < count; i++) {
        uint32_t before = index_find(&drawn, (uint32_t)threads[i]);
        index_set(&now, (uint32_t)threads[i], before == 0 ? (uint32_t)interval : before);
    }
    free(drawn.slots);
    drawn = now;
    interval = bytes;
}

/* How probable it is that an object so large is sampled: 1 - exp(-size / interval), by 1 - exp(-2x) = (1 - exp(-x)) (1 + exp(-x)). */
static double probability(uint64_t size_bytes, uint64_t interval_bytes) {
    double x = (double)size_bytes / (double)interval_bytes;
    int doublings = 0;
    for (; x > 1e-3; x /= 2) {
        doublings++;
    }
    double sampled = x - x * x / 2 + x * x * x / 6;
    for (; doublings > 0; doublings--) {
        sampled *= 2 - sampled;
    }
    return sampled;
}

static bool one_of_fewer(uint64_t size_bytes, uint64_t drawn_at) {
    double share = probability(size_bytes, interval) / probability(size_bytes, drawn_at);
    return random_below(&random_state, ONE) < (uint64_t)(share * ONE);
}

uint64_t intervals_of_sample(int32_t thread, uint64_t size_bytes) {
    uint32_t before = index_find(&drawn, (uint32_t)thread);
    if (before == 0) {
        return interval;
    }
    index_set(&drawn, (uint32_t)thread, (uint32_t)interval);
    if (before >= interval) {
        return before;
    }
    return one_of_fewer(size_bytes, before) ? interval : 0;
}
