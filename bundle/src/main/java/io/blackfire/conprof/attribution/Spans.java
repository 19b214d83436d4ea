package io.blackfire.conprof.attribution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When each thread worked for whom, where a server tells of the beginning and the end of work but does not let our frame in
 * between. A span that has ended goes into the recording, if the thread was sampled in it; those under way are kept here.
 * Thread-safe.
 */
public final class Spans {
    /** Where spans go that have ended; times are those of the recording's events. */
    public interface Recorder {
        /** While nothing samples. */
        Recorder NONE = new Recorder() {
            @Override
            public long start() {
                return 0;
            }

            @Override
            public void end(long start, String tag) {
                // nobody reads it
            }
        };

        /** The time now; 0 while nothing is recorded. */
        long start();

        /** Records a span of the current thread, from then until now. */
        void end(long start, String tag);
    }

    /**
     * A span under way.
     *
     * @param tag whose it is, see {@link Markers#tag}
     * @param start when it began, in the time of the recording
     * @param outer the one that it interrupts, or null
     */
    public record Span(String tag, long start, Span outer) {}

    // a span that began before anything was recorded began before all samples
    private static final long EARLIEST = 1;

    private final Map<Thread, Span> open = new ConcurrentHashMap<>();
    // since the last period, while something records; by id: a thread that has ended shall not be kept for it
    private final Set<Long> worked = ConcurrentHashMap.newKeySet();
    private volatile Recorder recorder = Recorder.NONE;

    /** Says where spans go from now on. */
    public void recordTo(Recorder next) {
        recorder = next;
        if (next == Recorder.NONE) {
            worked.clear();
        } else {
            // whoever enters meanwhile is in one or the other: it opens its span before it looks for a recorder
            open.keySet().forEach(thread -> worked.add(ContextLoaders.id(thread)));
        }
    }

    /** The current thread works for the owner of this tag until {@link #leave}. */
    public void enter(String tag) {
        Thread thread = Thread.currentThread();
        open.put(thread, new Span(tag, Math.max(EARLIEST, recorder.start()), open.get(thread)));
        if (recorder != Recorder.NONE) {
            worked.add(ContextLoaders.id(thread));
        }
    }

    /** The end of the last {@link #enter} of the current thread; ignored when that was for somebody else. */
    public void leave(String tag) {
        Thread thread = Thread.currentThread();
        Span span = open.get(thread);
        if (span == null || !span.tag.equals(tag)) {
            return;
        }
        if (span.outer == null) {
            open.remove(thread);
        } else {
            open.put(thread, span.outer);
        }
        recorder.end(span.start, tag);
    }

    /** The spans under way at the end of a period, and which threads had some since the last one. */
    public PeriodSpans endPeriod() {
        Set<Long> threads = new HashSet<>();
        for (Iterator<Long> all = worked.iterator(); all.hasNext(); all.remove()) {
            threads.add(all.next());
        }
        Map<Long, List<Span>> byThread = new HashMap<>();
        open.forEach((thread, innermost) -> {
            List<Span> spans = new ArrayList<>();
            for (Span span = innermost; span != null; span = span.outer) {
                spans.add(span);
            }
            byThread.put(ContextLoaders.id(thread), spans);
        });
        threads.addAll(byThread.keySet());
        // they end in the next one
        worked.addAll(byThread.keySet());
        return new PeriodSpans(threads, byThread);
    }
}
