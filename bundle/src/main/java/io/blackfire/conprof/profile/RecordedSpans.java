package io.blackfire.conprof.profile;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.blackfire.conprof.attribution.Owner;

/** The spans of a recording that have ended: when which thread worked for whom, in the time of its events. */
final class RecordedSpans {
    // by the id that the operating system gave the thread, then by start
    private final Map<Integer, NavigableMap<Long, Span>> spans = new HashMap<>();

    private record Span(long end, Owner owner) {}

    void add(int threadId, long start, long end, Owner owner) {
        spans.computeIfAbsent(threadId, id -> new TreeMap<>()).put(start, new Span(end, owner));
    }

    /** The owner of the innermost span at a time, of those that began no earlier, whose it may be; null if there is none. */
    Owner ownerAt(int threadId, long earliest, long time, Predicate<Owner> possible) {
        NavigableMap<Long, Span> ofThread = spans.getOrDefault(threadId, Collections.emptyNavigableMap());
        for (Span span :
                ofThread.subMap(earliest, true, time, true).descendingMap().values()) {
            if (time <= span.end && possible.test(span.owner)) {
                return span.owner;
            }
        }
        return null;
    }
}
