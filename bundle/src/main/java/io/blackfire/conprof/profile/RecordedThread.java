package io.blackfire.conprof.profile;

import io.blackfire.conprof.attribution.Verdict;

/** A thread of a chunk. */
final class RecordedThread {
    /** The Java thread's id, or 0 for a thread of the JVM. */
    final long javaId;

    final String name;

    private Verdict lastNoted;

    RecordedThread(long javaId, String name) {
        this.javaId = javaId;
        this.name = name;
    }

    /** Whether the verdict says something that the last one of this thread did not. */
    boolean news(Verdict verdict) {
        boolean news = !verdict.sameAs(lastNoted);
        lastNoted = verdict;
        return news;
    }
}
