/*
 * How far apart samples are. The JVM has each thread draw its next sample after its last one, so a change reaches a thread only with
 * the sample after the next. Under the tracker's lock.
 */
#ifndef INTERVALS_H
#define INTERVALS_H

#include <stdint.h>

/*
 * Changes the interval.
 *
 * threads: those that live now, by the ids of the operating system: each has drawn its next sample at the interval so far. Without memory
 *   for them, the next sample of some stands for too much or too little
 */
void intervals_change(uint64_t bytes, const int32_t *threads, uint32_t count);

/*
 * The interval that a sample of a thread's stands for, which the JVM calls us back for; 0 when it is to be left out: of samples that were
 * drawn closer together, as many are taken as if they had not been. Once for each sample.
 */
uint64_t intervals_of_sample(int32_t thread, uint64_t size_bytes);

#endif
