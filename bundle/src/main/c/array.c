#include "array.h"

#include <stdlib.h>

enum { FEWEST = 64 };

bool array_reserve(void **array, uint32_t *capacity, uint32_t count, uint32_t more, size_t element_bytes) {
    if (more <= *capacity - count) {
        return true;
    }
    if (more > UINT32_MAX / 2 - count) {
        return false;
    }
    uint32_t larger = *capacity < FEWEST ? FEWEST : *capacity;
    while (larger < count + more) {
        larger *= 2;
    }
    void *grown = realloc(*array, larger * element_bytes);
    if (grown == NULL) {
        return false;
    }
    *array = grown;
    *capacity = larger;
    return true;
}

/* The finaliser of MurmurHash3, by Austin Appleby, in the public domain. */
static uint64_t mix(uint64_t key) {
    key = (key ^ key >> 33) * 0xff51afd7ed558ccdu;
    key = (key ^ key >> 33) * 0xc4ceb9fe1a85ec53u;
    return key ^ key >> 33;
}

uint32_t index_start(const struct index *index, uint64_t key) {
    return index->capacity == 0 ? 0 : (uint32_t)mix(key) & (index->capacity - 1);
}

uint32_t index_next(const struct index *index, uint64_t key, uint32_t *at) {
    if (index->capacity == 0) {
        return 0;
    }
    for (;;) {
        const struct index_slot *slot = &index->slots[*at];
        if (slot->number == 0) {
            return 0;
        }
        *at = (*at + 1) & (index->capacity - 1);
        if (slot->key == key) {
            return slot->number;
        }
    }
}

uint32_t index_find(const struct index *index, uint64_t key) {
    uint32_t at = index_start(index, key);
    return index_next(index, key, &at);
}

static void put(struct index *index, uint64_t key, uint32_t number) {
    uint32_t at = index_start(index, key);
    while (index->slots[at].number != 0) {
        at = (at + 1) & (index->capacity - 1);
    }
    index->slots[at] = (struct index_slot){key, number};
}

bool index_add(struct index *index, uint64_t key, uint32_t number) {
    if (index->used >= index->capacity / 2) {
        struct index larger = {.capacity = index->capacity == 0 ? FEWEST : index->capacity * 2};
        larger.slots = calloc(larger.capacity, sizeof *larger.slots);
        if (larger.slots == NULL) {
            return false;
        }
        for (uint32_t i = 0; i < index->capacity; i++) {
            if (index->slots[i].number != 0) {
                put(&larger, index->slots[i].key, index->slots[i].number);
            }
        }
        larger.used = index->used;
        free(index->slots);
        *index = larger;
    }
    put(index, key, number);
    index->used++;
    return true;
}

bool index_set(struct index *index, uint64_t key, uint32_t number) {
    if (index->capacity != 0) {
        uint32_t at = index_start(index, key);
        for (; index->slots[at].number != 0; at = (at + 1) & (index->capacity - 1)) {
            if (index->slots[at].key == key) {
                index->slots[at].number = number;
                return true;
            }
        }
    }
    return index_add(index, key, number);
}
