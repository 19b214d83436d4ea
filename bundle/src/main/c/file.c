#include "file.h"

#include <stdlib.h>
#include <string.h>

enum {
    HEADER_BYTES = 12,
    BLOCK_BYTES = 1 << 15,
    /* the longest record is a text */
    LONGEST_RECORD = (1 << 16) + 32,
    NUMBER_BYTES = 9,

    END = 0,
    TEXT = 1,
    METHOD = 2,
    STACK = 3,
    THREAD = 4,
    SAMPLE = 5,

    THERE = 1,
    SURVIVED = 2
};

static void fixed(unsigned char *at, uint64_t value, int count) {
    for (int i = count; i-- > 0; value >>= 8) {
        at[i] = (unsigned char)value;
    }
}

static void number(struct file *file, uint64_t value) {
    for (int i = 1; i < NUMBER_BYTES && value >= 0x80; i++, value >>= 7) {
        file->bytes[file->length++] = (unsigned char)(value | 0x80);
    }
    file->bytes[file->length++] = (unsigned char)value;
}

static void seal(struct file *file) {
    if (file->block == file->length) {
        return;
    }
    unsigned char *header = file->bytes + file->block;
    size_t length = file->length - file->block - HEADER_BYTES;
    uint32_t hash = 0x811c9dc5u;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ header[HEADER_BYTES + i]) * 0x01000193u;
    }
    memcpy(header, "CPH1", 4);
    fixed(header + 4, length, 4);
    fixed(header + 8, hash, 4);
    file->block = file->length;
}

/* Begins a record; false without memory for the longest one. */
static bool begin(struct file *file, int type) {
    if (file->length - file->block > BLOCK_BYTES) {
        seal(file);
    }
    if (file->capacity - file->length < LONGEST_RECORD) {
        size_t capacity = file->capacity + file->capacity / 2 + LONGEST_RECORD;
        void *grown = realloc(file->bytes, capacity);
        if (grown == NULL) {
            file->cut = true;
            return false;
        }
        file->bytes = grown;
        file->capacity = capacity;
    }
    if (file->block == file->length) {
        file->length += HEADER_BYTES;
        file->bytes[file->length++] = file->section;
    }
    file->bytes[file->length++] = (unsigned char)type;
    return true;
}

static void add_texts(struct file *file, const struct names *names) {
    for (uint32_t i = 1; i < names->text_count && begin(file, TEXT); i++) {
        const struct text *text = &names->texts[i];
        number(file, i);
        number(file, text->length);
        memcpy(file->bytes + file->length, names->chars + text->offset, text->length);
        file->length += text->length;
    }
}

static void add_methods(struct file *file, const struct names *names) {
    for (uint32_t i = 0; i < names->method_count && begin(file, METHOD); i++) {
        number(file, i);
        number(file, names->methods[i].type);
        number(file, names->methods[i].name);
    }
}

static void add_stacks(struct file *file, const struct names *names) {
    for (uint32_t i = 0; i < names->stack_count && begin(file, STACK); i++) {
        const struct stack *stack = &names->stacks[i];
        number(file, i);
        number(file, stack->depth);
        for (uint32_t frame = stack->frames; frame < stack->frames + stack->depth; frame++) {
            number(file, names->frames[frame].method);
            number(file, names->frames[frame].line);
        }
    }
}

static void add_threads(struct file *file, const struct names *names) {
    for (uint32_t i = 1; i < names->thread_count && begin(file, THREAD); i++) {
        const struct thread *thread = &names->threads[i];
        number(file, i);
        number(file, (uint32_t)thread->os_id);
        number(file, (uint64_t)thread->java_id);
        number(file, thread->name);
    }
}

static void add_sample(struct file *file, const struct sample *sample, double weight, uint64_t latest_gone) {
    if (!begin(file, SAMPLE)) {
        return;
    }
    int there = sample->object != NULL ? THERE : 0;
    int survived = there && sample->id < latest_gone ? SURVIVED : 0;
    number(file, sample->id);
    number(file, (uint64_t)(there | survived));
    number(file, sample->stack);
    number(file, sample->thread);
    number(file, sample->type);
    number(file, sample->size_bytes);
    number(file, sample->interval_bytes);
    number(file, sample->time);
    double stands_for = sample->weight * weight;
    uint64_t bits;
    memcpy(&bits, &stands_for, sizeof bits);
    fixed(file->bytes + file->length, bits, 8);
    file->length += 8;
}

void file_add(struct file *file, unsigned char section, const struct period *period, uint64_t latest_gone) {
    seal(file);
    file->section = section;
    add_texts(file, period->names);
    add_methods(file, period->names);
    add_stacks(file, period->names);
    add_threads(file, period->names);
    double weight = section == SECTION_PERIOD ? period_weight(period) : 1;
    for (uint32_t i = 0; i < period->count; i++) {
        bool gone = section == SECTION_SURVIVORS && period->samples[i].object == NULL;
        if (!gone) {
            add_sample(file, &period->samples[i], weight, latest_gone);
        }
    }
}

void file_end(struct file *file) {
    if (!file->cut && begin(file, END)) {
        seal(file);
    }
}
