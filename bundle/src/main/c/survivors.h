/*
 * The samples of all periods whose objects are still there. Bounded: over the limit each is kept with a probability of one half, and
 * stands for twice as much, so what they stand for together stays right on average (Horvitz and Thompson, 1952). For the thread that
 * does commands.
 */
#ifndef SURVIVORS_H
#define SURVIVORS_H

#include "period.h"

/* Samples and their names; null before there are any. The users and the end of a period mean nothing here. */
extern struct period *survivors;

/*
 * Lets go of the objects that are gone, of the survivors and of a period that has ended. Returns the latest one that ever was gone, by its
 * sample's id: what was sampled before it, and is still there, has survived a collection. That holds for each collector, one that collects
 * the young generation alone and one that runs beside the program: whichever found it gone began after all before it were allocated.
 */
uint64_t survivors_let_go(JNIEnv *jni, struct period *ended);

/* Takes over what is still there of a period that has ended. False without memory: then nothing of that period is followed any longer. */
bool survivors_take(JNIEnv *jni, struct period *ended, size_t limit_bytes);

void survivors_free(JNIEnv *jni);

#endif
