#include "survivors.h"

#include <stdlib.h>

#include "tracker.h"

enum {
    /* 16 GB at an interval of 512 KiB */
    MOST_SURVIVORS = 1 << 15
};

struct period *survivors;

static uint64_t latest_gone;
static uint64_t random_state = 0xbf58476d1ce4e5b9u;

/* Where the names of one are in the other; 0 for what was not needed so far. */
struct move {
    const struct names *from;
    struct names *to;
    uint32_t *texts;
    uint32_t *methods;
    uint32_t *stacks;
    uint32_t *threads;
    struct frame *frames;
    uint32_t frame_capacity;
};

static uint32_t move_text(struct move *move, uint32_t text) {
    if (move->texts[text] == 0) {
        const struct text *from = &move->from->texts[text];
        move->texts[text] = names_text(move->to, move->from->chars + from->offset, from->length);
    }
    return move->texts[text];
}

static uint32_t move_method(struct move *move, uint32_t method) {
    if (method != 0 && move->methods[method] == 0) {
        const struct method *from = &move->from->methods[method];
        struct method to = {.type = move_text(move, from->type), .name = move_text(move, from->name)};
        uint64_t key = (uint64_t)to.type << 32 | to.name;
        uint32_t known = names_method(move->to, key);
        move->methods[method] = known != 0 ? known : names_add_method(move->to, key, to, NULL, 0);
    }
    return move->methods[method];
}

static uint32_t move_stack(struct move *move, uint32_t stack) {
    const struct stack *from = &move->from->stacks[stack];
    if (stack != 0 && move->stacks[stack] == 0 && RESERVE(move->frames, move->frame_capacity, 0, from->depth)) {
        for (uint32_t i = 0; i < from->depth; i++) {
            const struct frame *frame = &move->from->frames[from->frames + i];
            move->frames[i] = (struct frame){move_method(move, frame->method), frame->line};
        }
        move->stacks[stack] = names_stack(move->to, move->frames, from->depth);
    }
    return move->stacks[stack];
}

static uint32_t move_thread(struct move *move, uint32_t thread) {
    if (thread != 0 && move->threads[thread] == 0) {
        struct thread to = move->from->threads[thread];
        to.name = move_text(move, to.name);
        uint32_t known = names_thread(move->to, to.os_id);
        bool same = known != 0 && move->to->threads[known].java_id == to.java_id
                && move->to->threads[known].name == to.name;
        move->threads[thread] = same ? known : names_add_thread(move->to, to);
    }
    return move->threads[thread];
}

/* Moves the samples whose objects are there, each with its object if it is drawn at one of so many. */
static bool move_samples(JNIEnv *jni, struct period *from, struct period *to, uint64_t one_of, double weight) {
    const struct names *names = from->names;
    struct move move = {
        .from = names,
        .to = to->names,
        .texts = calloc(names->text_count, sizeof(uint32_t)),
        .methods = calloc(names->method_count, sizeof(uint32_t)),
        .stacks = calloc(names->stack_count, sizeof(uint32_t)),
        .threads = calloc(names->thread_count, sizeof(uint32_t)),
    };
    bool room = move.texts != NULL && move.methods != NULL && move.stacks != NULL && move.threads != NULL
            && RESERVE(to->samples, to->capacity, to->count, from->count);
    for (uint32_t i = 0; room && i < from->count; i++) {
        struct sample *sample = &from->samples[i];
        if (sample->object == NULL) {
            continue;
        }
        if (random_below(&random_state, one_of) == 0) {
            struct sample *moved = &to->samples[to->count++];
            *moved = *sample;
            moved->weight *= weight * (double)one_of;
            moved->stack = move_stack(&move, sample->stack);
            moved->thread = move_thread(&move, sample->thread);
            moved->type = move_text(&move, sample->type);
        } else {
            (*jni)->DeleteWeakGlobalRef(jni, sample->object);
        }
        sample->object = NULL;
    }
    free(move.texts);
    free(move.methods);
    free(move.stacks);
    free(move.threads);
    free(move.frames);
    return room;
}

static uint32_t there(const struct period *period) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < period->count; i++) {
        count += period->samples[i].object != NULL;
    }
    return count;
}

static void let_go(JNIEnv *jni, struct period *period) {
    for (uint32_t i = 0; i < period->count; i++) {
        struct sample *sample = &period->samples[i];
        if (sample->object != NULL && (*jni)->IsSameObject(jni, sample->object, NULL)) {
            (*jni)->DeleteWeakGlobalRef(jni, sample->object);
            sample->object = NULL;
            latest_gone = sample->id > latest_gone ? sample->id : latest_gone;
        }
    }
}

static uint64_t let_all_go(JNIEnv *jni, struct period *ended) {
    if (survivors != NULL) {
        let_go(jni, survivors);
    }
    let_go(jni, ended);
    uint64_t own_gone = tracker_latest_gone(jni);
    latest_gone = own_gone > latest_gone ? own_gone : latest_gone;
    return latest_gone;
}

uint64_t survivors_let_go(JNIEnv *jni, struct period *ended) {
    uint64_t gone = let_all_go(jni, ended);
    /* a collection while the first ones had been looked at, and not the others, says nothing of those: what it took is gone by now */
    let_all_go(jni, ended);
    return gone;
}

bool survivors_take(JNIEnv *jni, struct period *ended, size_t limit_bytes) {
    struct period *next = period_new(limit_bytes);
    if (next == NULL) {
        return false;
    }
    uint64_t all = (uint64_t)there(ended) + (survivors == NULL ? 0 : there(survivors));
    /* also where their stacks had no room */
    uint64_t one_of = survivors != NULL && survivors->names->lost_frames > 0 ? 2 : 1;
    while (all / one_of > MOST_SURVIVORS) {
        one_of *= 2;
    }
    bool room = survivors == NULL || move_samples(jni, survivors, next, one_of, 1);
    if (!room) {
        period_free(next, jni);
        return false;
    }
    room = move_samples(jni, ended, next, one_of, period_weight(ended));
    survivors_free(jni);
    survivors = next;
    return room;
}

void survivors_free(JNIEnv *jni) {
    if (survivors != NULL) {
        period_free(survivors, jni);
        survivors = NULL;
    }
}
