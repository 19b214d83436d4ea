package io.blackfire.conprof.attribution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The spans of a period, as far as its recording does not tell of them.
 *
 * @param threads the Java ids of the threads that had some
 * @param byThread those that had not ended with it, the innermost first, by Java thread id
 */
public record PeriodSpans(Set<Long> threads, Map<Long, List<Spans.Span>> byThread) {
    static final PeriodSpans NONE = new PeriodSpans(Set.of(), Map.of());

    /** In types of the JDK, for another copy of us: by thread begin and tag of those under way, the innermost first. */
    public Map<Long, List<Map.Entry<Long, String>>> told() {
        Map<Long, List<Map.Entry<Long, String>>> told = new HashMap<>();
        for (Long thread : threads) {
            told.put(
                    thread,
                    byThread.getOrDefault(thread, List.of()).stream()
                            .map(span -> Map.entry(span.start(), span.tag()))
                            .toList());
        }
        return told;
    }

    /** As another copy {@linkplain #told told} it. */
    public static PeriodSpans of(Map<Long, List<Map.Entry<Long, String>>> told) {
        Map<Long, List<Spans.Span>> underWay = new HashMap<>();
        told.forEach((thread, spans) -> {
            if (!spans.isEmpty()) {
                underWay.put(
                        thread,
                        spans.stream()
                                .map(span -> new Spans.Span(span.getValue(), span.getKey(), null))
                                .toList());
            }
        });
        return new PeriodSpans(told.keySet(), underWay);
    }

    /** Both. */
    public PeriodSpans and(PeriodSpans others) {
        if (others.threads.isEmpty()) {
            return this;
        }
        Set<Long> all = new HashSet<>(threads);
        all.addAll(others.threads);
        Map<Long, List<Spans.Span>> underWay = new HashMap<>(byThread);
        others.byThread.forEach((thread, spans) -> underWay.merge(thread, spans, PeriodSpans::latestFirst));
        return new PeriodSpans(all, underWay);
    }

    /** What began later interrupts what began before. */
    private static List<Spans.Span> latestFirst(List<Spans.Span> some, List<Spans.Span> others) {
        List<Spans.Span> all = new ArrayList<>(some);
        all.addAll(others);
        all.sort((one, other) -> Long.compare(other.start(), one.start()));
        return all;
    }
}
