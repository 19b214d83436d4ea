package io.blackfire.conprof.attribution;

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
}
