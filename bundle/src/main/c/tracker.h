/*
 * Samples allocations, as the JVM draws them (JEP 331), and follows the objects until they are collected.
 *
 * Allocating threads are called back by the JVM. They share one lock, under which nobody calls the JVM, allocates on the Java heap or
 * does any input or output. Commands come one at a time, from any thread of Java's.
 */
#ifndef TRACKER_H
#define TRACKER_H

#include "period.h"

/* Once; a JVMTI error if that cannot be had. */
jvmtiError tracker_load(JavaVM *vm, JNIEnv *jni);

/*
 * Begins, or goes on with another interval.
 *
 * threads: those that live now, by the ids of the operating system: each has drawn its next sample at the interval so far
 * live: whether to follow objects at all; as at the beginning while it goes on
 * limit_bytes: of the stacks of a period
 */
jvmtiError tracker_start(JNIEnv *jni, uint64_t interval_bytes, bool live, size_t limit_bytes, const int32_t *threads,
        uint32_t thread_count);

/* Ends the period, and begins the next one; null when it is not on, or without memory. */
struct period *tracker_next_period(void);

/* Lets go of a period that has ended. */
void tracker_release(struct period *ended, JNIEnv *jni);

/* Ends; what was sampled since the last period is forgotten. */
void tracker_stop(JNIEnv *jni);

/*
 * The latest of our own objects that is known to be gone, by an id as samples have them: one is made after each sample, so that a
 * collection is noticed where nothing else dies.
 */
uint64_t tracker_latest_gone(JNIEnv *jni);

/* Whether the current thread was sampled since then, in this period. */
bool tracker_sampled_since(uint64_t time);

/* The time of the latest sample, of any thread: to be read from any thread. */
extern _Atomic uint64_t tracker_latest;

/* Time that threads have spent on samples, in nanoseconds, since the library was loaded. */
uint64_t tracker_spent_nanos(void);

/* Native memory that the period under way takes. */
size_t tracker_bytes(void);

#endif
