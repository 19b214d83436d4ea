/*
 * What a period is written as, read by HeapFile.java. Blocks of up to 97 KiB, each with a header of 12 bytes, big endian: "CPH1", the
 * length of what follows, its FNV-1a hash of 32 bits. In a block: the section, 0 for survivors of periods before and 1 for the period
 * itself, then records. A number has 7 bits a byte, the lowest first, up to 9 bytes, of which the last has 8. Records:
 *
 *   0  end: nothing follows
 *   1  text: number, length, bytes as in class files
 *   2  method: number, text of the class, text of the name
 *   3  stack: number, depth, (method, line) for each frame, the leaf first
 *   4  thread: number, id of the operating system's, id of Java's, text
 *   5  sample: id, 1 if it is still there + 2 if it has survived a collection, stack, thread, text of the class, size in bytes,
 *      interval in bytes, time, weight as 8 bytes of a double
 *
 * Numbers are those of the section. What is referred to comes first; what is not there is number 0.
 */
#ifndef FILE_H
#define FILE_H

#include "period.h"

struct file {
    unsigned char *bytes;
    size_t length;
    size_t capacity;
    /* where the block under way begins; the length if none is */
    size_t block;
    unsigned char section;
    /* there was no memory for all */
    bool cut;
};

enum { SECTION_SURVIVORS, SECTION_PERIOD };

/* Adds a period. What was taken before the latest that is gone, and is still there, has survived. */
void file_add(struct file *file, unsigned char section, const struct period *period, uint64_t latest_gone);

void file_end(struct file *file);

#endif
