package io.blackfire.conprof.profile;

import java.util.List;

import io.blackfire.conprof.attribution.Verdict;

/** A thread of a chunk. */
final class RecordedThread {
    // by their names' beginnings, as the JDK gives them
    private static final List<String> COMMON =
            List.of("ForkJoinPool.commonPool-", "Finalizer", "Common-Cleaner", "RMI TCP Connection(", "process reaper");

    /** The Java thread's id, or 0 for a thread of the JVM. */
    final long javaId;

    final String name;

    private Verdict lastNoted;

    RecordedThread(long javaId, String name) {
        this.javaId = javaId;
        this.name = name;
    }

    /** Whether the JDK lets it work for everybody, one after the other: what it did once says nothing about later. */
    boolean common() {
        return COMMON.stream().anyMatch(name::startsWith);
    }

    /** Whether the verdict says something that the last one of this thread did not. */
    boolean news(Verdict verdict) {
        boolean news = !verdict.sameAs(lastNoted);
        lastNoted = verdict;
        return news;
    }
}
