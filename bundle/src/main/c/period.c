#include "period.h"

#include <stdlib.h>

uint64_t random_below(uint64_t *state, uint64_t limit) {
    /* xorshift64*, Vigna, An experimental exploration of Marsaglia's xorshift generators, 2016 */
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return ((*state * 0x2545f4914f6cdd1du) >> 11) % limit;
}

struct period *period_new(size_t limit_bytes) {
    struct period *period = calloc(1, sizeof *period);
    if (period == NULL) {
        return NULL;
    }
    period->random = 0x9e3779b97f4a7c15u;
    period->names = names_new(limit_bytes);
    if (period->names == NULL) {
        free(period);
        return NULL;
    }
    return period;
}

void period_free(struct period *period, JNIEnv *jni) {
    for (uint32_t i = 0; i < period->count; i++) {
        if (period->samples[i].object != NULL) {
            (*jni)->DeleteWeakGlobalRef(jni, period->samples[i].object);
        }
    }
    names_free(period->names, jni);
    free(period->samples);
    free(period);
}

size_t period_bytes(const struct period *period) {
    return names_bytes(period->names) + period->capacity * sizeof *period->samples;
}

bool period_wants(struct period *period) {
    if (period->taken < MOST_SAMPLES || random_below(&period->random, period->taken + 1) < MOST_SAMPLES) {
        return true;
    }
    period->taken++;
    return false;
}

jweak period_add(struct period *period, struct sample sample) {
    if (period->count == MOST_SAMPLES) {
        struct sample *replaced = &period->samples[random_below(&period->random, MOST_SAMPLES)];
        jweak object = replaced->object;
        *replaced = sample;
        period->taken++;
        return object;
    }
    period->taken++;
    if (!RESERVE(period->samples, period->capacity, period->count, 1)) {
        return sample.object;
    }
    period->samples[period->count++] = sample;
    return NULL;
}

double period_weight(const struct period *period) {
    return period->count == 0 ? 1 : (double)period->taken / period->count;
}
