/* Growing arrays, and an index over them. */
#ifndef ARRAY_H
#define ARRAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Makes room for more elements behind count; false without memory, and nothing has changed. */
bool array_reserve(void **array, uint32_t *capacity, uint32_t count, uint32_t more, size_t element_bytes);

#define RESERVE(array, capacity, count, more) \
    array_reserve((void **)&(array), &(capacity), count, more, sizeof *(array))

/* Numbers by 64-bit keys, open addressing; 0 is none. */
struct index_slot {
    uint64_t key;
    uint32_t number;
};

struct index {
    struct index_slot *slots;
    uint32_t capacity;
    uint32_t used;
};

/* The next number of this key at or behind a position, which moves behind it; begin at index_start. */
uint32_t index_next(const struct index *index, uint64_t key, uint32_t *at);
uint32_t index_start(const struct index *index, uint64_t key);

/* The only number of this key. */
uint32_t index_find(const struct index *index, uint64_t key);

/* Adds a number beside those of the same key; false without memory. */
bool index_add(struct index *index, uint64_t key, uint32_t number);

/* The only number of this key from now on. */
bool index_set(struct index *index, uint64_t key, uint32_t number);

#endif
