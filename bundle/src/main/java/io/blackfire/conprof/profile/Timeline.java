package io.blackfire.conprof.profile;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.blackfire.conprof.attribution.Attribution;
import io.blackfire.conprof.attribution.Owner;
import io.blackfire.conprof.attribution.Spans;
import io.blackfire.conprof.attribution.Verdict;

/**
 * When each event of a chunk was: the evidence for stacks that do not say whose their samples are, or only that they are one
 * of several deployments'. It is the one's in whose span it was; and of those that async-profiler could not walk to their
 * root the one's for which the thread was seen at work nearest in time.
 */
final class Timeline {
    private final Attribution attribution;
    private final RecordedSpans spans;
    private long[] times = new long[1 << 10];
    private int[] rows = new int[1 << 10];
    private int size;

    /** @param spans of the whole recording, which need not be known yet */
    Timeline(Attribution attribution, RecordedSpans spans) {
        this.attribution = attribution;
        this.spans = spans;
    }

    /** Whether the time of a sample may say more than its stack, so that it needs a row of its own. */
    boolean decides(Verdict verdict, long javaThreadId) {
        return switch (verdict.rule()) {
            case BROKEN -> true;
            case CALLEE, SHARED, LOST, SERVER, NEUTRAL -> attribution.spans(javaThreadId);
            case MARKER, CLASS, CUT -> false;
        };
    }

    /** Takes note of an event. */
    void add(long time, int row) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            rows = Arrays.copyOf(rows, size * 2);
        }
        times[size] = time;
        rows[size++] = row;
    }

    /** Corrects and completes the owners of rows, as far as there is evidence. */
    void decide(SampleTable table, Stack[] stacks, RecordedThread[] threads, Owner[] owners) {
        boolean broken = false;
        for (int event = 0; event < size; event++) {
            int row = rows[event];
            Verdict verdict = stacks[row].verdict;
            if (decides(verdict, threads[row].javaId)) {
                Owner owner = spanOwner(table.threadId(row), threads[row].javaId, times[event], verdict);
                owners[row] = owner == null ? owners[row] : owner;
                broken |= undecided(stacks, owners, row);
            }
        }
        if (broken) {
            decideByNeighbours(table, stacks, owners);
        }
    }

    /** The innermost span decides: the one that began last. */
    private Owner spanOwner(int threadId, long javaId, long time, Verdict verdict) {
        for (Spans.Span span : attribution.spansUnderWay(javaId)) {
            if (span.start() <= time) {
                Owner owner = attribution.ofSpan(span.tag());
                Owner inner = endedSpanOwner(threadId, span.start(), time, verdict);
                return inner != null || owner == null || !leavesOpen(verdict, owner) ? inner : owner;
            }
        }
        return endedSpanOwner(threadId, Long.MIN_VALUE, time, verdict);
    }

    private Owner endedSpanOwner(int threadId, long earliest, long time, Verdict verdict) {
        return spans.ownerAt(threadId, earliest, time, owner -> leavesOpen(verdict, owner));
    }

    /** What has nobody's class on its stack may be anybody's work. */
    private static boolean leavesOpen(Verdict verdict, Owner owner) {
        return verdict.candidates().isEmpty() || verdict.mayBe(owner);
    }

    private void decideByNeighbours(SampleTable table, Stack[] stacks, Owner[] owners) {
        Map<Integer, NavigableMap<Long, Owner>> seen = new HashMap<>();
        for (int event = 0; event < size; event++) {
            if (undecided(stacks, owners, rows[event])) {
                seen.putIfAbsent(table.threadId(rows[event]), new TreeMap<>());
            }
        }
        for (int event = 0; event < size; event++) {
            NavigableMap<Long, Owner> ofThread = seen.get(table.threadId(rows[event]));
            if (ofThread != null && owners[rows[event]] != null) {
                ofThread.put(times[event], owners[rows[event]]);
            }
        }
        for (int event = 0; event < size; event++) {
            int row = rows[event];
            if (undecided(stacks, owners, row)) {
                owners[row] = nearest(seen.get(table.threadId(row)), times[event], stacks[row].verdict);
            }
        }
    }

    private static boolean undecided(Stack[] stacks, Owner[] owners, int row) {
        return stacks[row].verdict.rule() == Verdict.Rule.BROKEN && owners[row] == null;
    }

    private static Owner nearest(NavigableMap<Long, Owner> seen, long time, Verdict verdict) {
        Map.Entry<Long, Owner> before = seen.floorEntry(time);
        while (before != null && !verdict.mayBe(before.getValue())) {
            before = seen.lowerEntry(before.getKey());
        }
        Map.Entry<Long, Owner> after = seen.ceilingEntry(time);
        while (after != null && !verdict.mayBe(after.getValue())) {
            after = seen.higherEntry(after.getKey());
        }
        if (before == null || after == null) {
            return before != null ? before.getValue() : after != null ? after.getValue() : null;
        }
        return time - before.getKey() <= after.getKey() - time ? before.getValue() : after.getValue();
    }
}
