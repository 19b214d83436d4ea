package io.blackfire.conprof.sampling;

import java.util.function.BinaryOperator;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

/**
 * The spans of the async-profiler that is loaded; for any thread.
 *
 * @param start the time now, 0 while nothing is recorded
 * @param end records the span of the current thread that began then, under this tag, if the thread was sampled in it
 */
public record SpanCalls(LongSupplier start, ObjLongConsumer<String> end) {
    /** Where nothing is loaded, or by a version of us that had no spans. */
    static final SpanCalls NONE = new SpanCalls(() -> 0, (tag, start) -> {});

    @SuppressWarnings("unchecked")
    static SpanCalls of(BinaryOperator<String> shared) {
        try {
            Class<?> type = shared.getClass();
            return new SpanCalls((LongSupplier) type.getField("SPAN_START").get(null), (ObjLongConsumer<String>)
                    type.getField("SPAN_END").get(null));
        } catch (ReflectiveOperationException e) {
            return NONE;
        }
    }
}
