/*
 * What samples refer to, each once: texts, methods, stacks and threads, by numbers. Number 0 stands for what is not known, or had no
 * room: an empty text, the method and stack of an overflow, no thread. So nothing here fails. Not thread-safe.
 */
#ifndef NAMES_H
#define NAMES_H

#include <jvmti.h>

#include "array.h"

struct text {
    uint32_t offset;
    uint32_t length;
};

/* From this location of the bytecode on. */
struct line {
    uint16_t from;
    uint16_t number;
};

struct method {
    uint32_t type;
    uint32_t name;
    uint32_t lines;
    uint32_t line_count;
    /* the class; null where methods are known by their names */
    jweak class;
    /* at which collection the class was last known to be there */
    uint32_t checked;
};

struct frame {
    uint32_t method;
    uint32_t line;
};

struct stack {
    uint32_t frames;
    uint32_t depth;
};

struct thread {
    int64_t java_id;
    int32_t os_id;
    uint32_t name;
    /* when it was last sampled */
    uint64_t last;
};

struct names {
    size_t limit_bytes;
    /* frames of stacks that had no room */
    uint64_t lost_frames;
    char *chars;
    struct text *texts;
    struct line *lines;
    struct method *methods;
    struct frame *frames;
    struct stack *stacks;
    struct thread *threads;
    uint32_t char_count, text_count, line_count, method_count, frame_count, stack_count, thread_count;
    uint32_t char_capacity, text_capacity, line_capacity, method_capacity, frame_capacity, stack_capacity, thread_capacity;
    struct index text_index, method_index, stack_index, thread_index;
};

/* Empty ones, for stacks up to so many bytes; null without memory. */
struct names *names_new(size_t limit_bytes);
void names_free(struct names *names, JNIEnv *jni);

/* What stacks take of their limit; over 1 what they would take. */
double names_room(const struct names *names);

/* Native memory that they take. */
size_t names_bytes(const struct names *names);

uint32_t names_text(struct names *names, const char *chars, size_t length);

/* The method of this key; 0 if there is none yet. */
uint32_t names_method(const struct names *names, uint64_t key);

/* Makes it the method of this key. */
uint32_t names_add_method(
        struct names *names, uint64_t key, struct method method, const struct line *lines, uint32_t line_count);

/* The line of a location; 0 if it is not known. */
uint32_t names_line(const struct names *names, uint32_t method, jlocation location);

uint32_t names_stack(struct names *names, const struct frame *frames, uint32_t depth);

/* The thread of this id of the operating system's; 0 if there is none yet. */
uint32_t names_thread(const struct names *names, int32_t os_id);

/* Makes it the thread of its id. */
uint32_t names_add_thread(struct names *names, struct thread thread);

#endif
