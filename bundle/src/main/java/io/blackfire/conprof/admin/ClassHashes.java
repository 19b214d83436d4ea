package io.blackfire.conprof.admin;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;

import io.blackfire.conprof.ClassSet;

/**
 * A set of class names, as 64-bit hashes: eight bytes a class. That two of a million names share a hash has a chance of one
 * to 37 million.
 */
public final class ClassHashes implements ClassSet {
    private final long[] sorted;

    private ClassHashes(LongStream hashes) {
        sorted = hashes.sorted().distinct().toArray();
    }

    /** Those of these classes. */
    public static ClassHashes of(Collection<String> classNames) {
        return new ClassHashes(classNames.stream().mapToLong(ClassHashes::hash));
    }

    /** What more than one of them has. */
    public static ClassHashes repeated(Collection<ClassHashes> all) {
        Set<Long> seen = new HashSet<>();
        return new ClassHashes(all(all).filter(hash -> !seen.add(hash)));
    }

    /** What the other does not have. */
    public ClassHashes without(ClassHashes other) {
        return new ClassHashes(Arrays.stream(sorted).filter(hash -> !other.has(hash)));
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return sorted.length == 0;
    }

    @Override
    public boolean contains(String className) {
        return has(hash(className));
    }

    @Override
    public long heapBytes() {
        return sorted.length * 8L;
    }

    private boolean has(long hash) {
        return Arrays.binarySearch(sorted, hash) >= 0;
    }

    private static LongStream all(Collection<ClassHashes> all) {
        return all.stream().flatMapToLong(hashes -> Arrays.stream(hashes.sorted));
    }

    /** FNV-1a, then mixed so that names that differ at the end only differ everywhere. */
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        return hash ^ (hash >>> 33);
    }
}
