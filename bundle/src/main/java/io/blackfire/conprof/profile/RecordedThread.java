package io.blackfire.conprof.profile;

import java.util.List;
import java.util.regex.Pattern;

import io.blackfire.conprof.attribution.Verdict;

/** A thread of a chunk. */
final class RecordedThread {
    // by their names' beginnings, as the JDK gives them
    private static final List<String> COMMON =
            List.of("ForkJoinPool.commonPool-", "Finalizer", "Common-Cleaner", "RMI TCP Connection(", "process reaper");

    /** How the names of threads begin that have none, as async-profiler writes them. */
    static final String NAMELESS = "[tid=";

    // not in a word, as in log4j
    private static final Pattern NUMBER = Pattern.compile("[\\s#:._/-]*(\\(\\d+\\)|\\[\\d+]|\\d+(?![A-Za-z\\d]))");

    /** The Java thread's id, or 0 for a thread of the JVM. */
    final long javaId;

    final String name;

    /** The name without numbers, which threads of a pool have in common: {@code default task-12} is of {@code default task}; may be empty. */
    final String pool;

    private Verdict lastNoted;

    RecordedThread(long javaId, String name) {
        this.javaId = javaId;
        this.name = name;
        this.pool = name.startsWith(NAMELESS)
                ? ""
                : NUMBER.matcher(name).replaceAll("").strip();
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
