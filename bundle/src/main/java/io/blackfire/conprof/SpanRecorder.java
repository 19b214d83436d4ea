package io.blackfire.conprof;

import io.blackfire.conprof.attribution.Spans;
import io.blackfire.conprof.sampling.SpanCalls;

/**
 * Brings spans to async-profiler. Nothing that goes wrong here may reach the application's thread.
 *
 * @param calls async-profiler's own
 */
record SpanRecorder(SpanCalls calls) implements Spans.Recorder {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    @Override
    public long start() {
        try {
            return calls.start().getAsLong();
        } catch (RuntimeException | LinkageError e) {
            return 0;
        }
    }

    @Override
    public void end(long start, String tag) {
        try {
            calls.end().accept(tag, start);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.TRACE, "A span is lost", e);
        }
    }
}
