#include "names.h"

#include <stdlib.h>
#include <string.h>

/* as async-profiler calls it */
#define OVERFLOW_NAME "storage_overflow"

static uint64_t hash(const void *bytes, size_t length) {
    /* FNV-1a */
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3u;
    }
    return hash;
}

struct names *names_new(size_t limit_bytes) {
    struct names *names = calloc(1, sizeof *names);
    if (names == NULL) {
        return NULL;
    }
    names->limit_bytes = limit_bytes;
    if (!RESERVE(names->texts, names->text_capacity, 0, 1) || !RESERVE(names->methods, names->method_capacity, 0, 1)
            || !RESERVE(names->frames, names->frame_capacity, 0, 1) || !RESERVE(names->stacks, names->stack_capacity, 0, 1)
            || !RESERVE(names->threads, names->thread_capacity, 0, 1)) {
        names_free(names, NULL);
        return NULL;
    }
    names->texts[names->text_count++] = (struct text){0};
    names->methods[names->method_count++] =
            (struct method){.name = names_text(names, OVERFLOW_NAME, strlen(OVERFLOW_NAME))};
    names->frames[names->frame_count++] = (struct frame){0};
    names->stacks[names->stack_count++] = (struct stack){.depth = 1};
    names->threads[names->thread_count++] = (struct thread){0};
    return names;
}

void names_free(struct names *names, JNIEnv *jni) {
    for (uint32_t i = 0; i < names->method_count; i++) {
        if (names->methods[i].class != NULL) {
            (*jni)->DeleteWeakGlobalRef(jni, names->methods[i].class);
        }
    }
    free(names->chars);
    free(names->texts);
    free(names->lines);
    free(names->methods);
    free(names->frames);
    free(names->stacks);
    free(names->threads);
    free(names->text_index.slots);
    free(names->method_index.slots);
    free(names->stack_index.slots);
    free(names->thread_index.slots);
    free(names);
}

double names_room(const struct names *names) {
    return (double)(names->frame_count + names->lost_frames) * sizeof *names->frames / (double)names->limit_bytes;
}

size_t names_bytes(const struct names *names) {
    size_t slots = (size_t)names->text_index.capacity + names->method_index.capacity + names->stack_index.capacity
            + names->thread_index.capacity;
    return names->char_capacity + names->text_capacity * sizeof *names->texts + names->line_capacity * sizeof *names->lines
            + names->method_capacity * sizeof *names->methods + names->frame_capacity * sizeof *names->frames
            + names->stack_capacity * sizeof *names->stacks + names->thread_capacity * sizeof *names->threads
            + slots * sizeof(struct index_slot);
}

uint32_t names_text(struct names *names, const char *chars, size_t length) {
    if (length == 0 || length > UINT16_MAX) {
        return 0;
    }
    uint64_t key = hash(chars, length);
    uint32_t at = index_start(&names->text_index, key);
    for (uint32_t known; (known = index_next(&names->text_index, key, &at)) != 0;) {
        const struct text *text = &names->texts[known];
        if (text->length == length && memcmp(names->chars + text->offset, chars, length) == 0) {
            return known;
        }
    }
    if (!RESERVE(names->texts, names->text_capacity, names->text_count, 1)
            || !RESERVE(names->chars, names->char_capacity, names->char_count, (uint32_t)length)
            || !index_add(&names->text_index, key, names->text_count)) {
        return 0;
    }
    memcpy(names->chars + names->char_count, chars, length);
    names->texts[names->text_count] = (struct text){names->char_count, (uint32_t)length};
    names->char_count += (uint32_t)length;
    return names->text_count++;
}

uint32_t names_method(const struct names *names, uint64_t key) {
    return index_find(&names->method_index, key);
}

uint32_t names_add_method(
        struct names *names, uint64_t key, struct method method, const struct line *lines, uint32_t line_count) {
    if (!RESERVE(names->methods, names->method_capacity, names->method_count, 1)
            || !index_set(&names->method_index, key, names->method_count)) {
        return 0;
    }
    if (line_count > 0 && RESERVE(names->lines, names->line_capacity, names->line_count, line_count)) {
        memcpy(names->lines + names->line_count, lines, line_count * sizeof *lines);
        method.lines = names->line_count;
        method.line_count = line_count;
        names->line_count += line_count;
    }
    names->methods[names->method_count] = method;
    return names->method_count++;
}

uint32_t names_line(const struct names *names, uint32_t method, jlocation location) {
    const struct method *of = &names->methods[method];
    const struct line *best = NULL;
    /* a table need not be in order */
    for (uint32_t i = of->lines; i < of->lines + of->line_count; i++) {
        const struct line *line = &names->lines[i];
        if (line->from <= location && (best == NULL || line->from >= best->from)) {
            best = line;
        }
    }
    return best == NULL ? 0 : best->number;
}

uint32_t names_stack(struct names *names, const struct frame *frames, uint32_t depth) {
    size_t bytes = depth * sizeof *frames;
    uint64_t key = hash(frames, bytes);
    uint32_t at = index_start(&names->stack_index, key);
    for (uint32_t known; (known = index_next(&names->stack_index, key, &at)) != 0;) {
        const struct stack *stack = &names->stacks[known];
        if (stack->depth == depth && memcmp(names->frames + stack->frames, frames, bytes) == 0) {
            return known;
        }
    }
    if ((names->frame_count + (size_t)depth) * sizeof *frames > names->limit_bytes
            || !RESERVE(names->stacks, names->stack_capacity, names->stack_count, 1)
            || !RESERVE(names->frames, names->frame_capacity, names->frame_count, depth)
            || !index_add(&names->stack_index, key, names->stack_count)) {
        names->lost_frames += depth;
        return 0;
    }
    memcpy(names->frames + names->frame_count, frames, bytes);
    names->stacks[names->stack_count] = (struct stack){names->frame_count, depth};
    names->frame_count += depth;
    return names->stack_count++;
}

uint32_t names_thread(const struct names *names, int32_t os_id) {
    return index_find(&names->thread_index, (uint32_t)os_id);
}

uint32_t names_add_thread(struct names *names, struct thread thread) {
    if (!RESERVE(names->threads, names->thread_capacity, names->thread_count, 1)
            || !index_set(&names->thread_index, (uint32_t)thread.os_id, names->thread_count)) {
        return 0;
    }
    names->threads[names->thread_count] = thread;
    return names->thread_count++;
}
