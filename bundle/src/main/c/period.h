/*
 * The samples of one period, which allocating threads add, and of those before whose objects are still there. When a period has more
 * than there is room for, those kept are drawn at random, each with the same probability: reservoir sampling (Vitter, Random Sampling
 * with a Reservoir, 1985, algorithm R). Not thread-safe.
 */
#ifndef PERIOD_H
#define PERIOD_H

#include "names.h"

enum {
    /* what is drawn from more is off by less than 0.6 % */
    MOST_SAMPLES = 1 << 15
};

struct sample {
    /* in the order in which they were taken, over all periods; above 0 */
    uint64_t id;
    /* null when it is not wanted, or gone */
    jweak object;
    uint64_t time;
    /* of the object */
    uint64_t size_bytes;
    uint64_t interval_bytes;
    /* how many samples it stands for, itself included */
    double weight;
    uint32_t stack;
    uint32_t thread;
    uint32_t type;
};

struct period {
    struct names *names;
    struct sample *samples;
    uint32_t count;
    uint32_t capacity;
    /* samples taken, kept or not */
    uint64_t taken;
    uint64_t random;
    /* threads that are adding to it */
    uint32_t users;
    /* nothing is added any more: the last user frees it, or who ended it if there is none */
    bool ended;
};

/* Null without memory. */
struct period *period_new(size_t limit_bytes);
void period_free(struct period *period, JNIEnv *jni);
size_t period_bytes(const struct period *period);

/* Whether the next sample is worth taking; if not, it is counted. */
bool period_wants(struct period *period);

/* Adds a sample; returns the object of the one that it takes the place of, or its own without memory. */
jweak period_add(struct period *period, struct sample sample);

/* How many samples each one kept stands for. */
double period_weight(const struct period *period);

/* A number from 0 on, below the limit. The state is any number but 0 at first. */
uint64_t random_below(uint64_t *state, uint64_t limit);

#endif
