package io.blackfire.conprof.attribution;

import java.util.List;
import java.util.Map;

/**
 * The spans that had not ended when a recording did.
 *
 * @param possible whether the recording may have spans at all
 * @param byThread the innermost first, by Java thread id
 */
public record SpansUnderWay(boolean possible, Map<Long, List<Spans.Span>> byThread) {
    static final SpansUnderWay NONE = new SpansUnderWay(false, Map.of());
}
