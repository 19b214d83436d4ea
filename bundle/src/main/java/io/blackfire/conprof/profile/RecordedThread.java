package io.blackfire.conprof.profile;

import io.blackfire.conprof.attribution.Verdict;

/** A thread of a chunk. */
final class RecordedThread {
    private static final String COMMON = "ForkJoinPool.commonPool-";

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
        return name.startsWith(COMMON);
    }

    /** Whether the verdict says something that the last one of this thread did not. */
    boolean news(Verdict verdict) {
        boolean news = !verdict.sameAs(lastNoted);
        lastNoted = verdict;
        return news;
    }
}
