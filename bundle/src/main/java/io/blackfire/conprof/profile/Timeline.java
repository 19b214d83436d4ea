package io.blackfire.conprof.profile;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.blackfire.conprof.attribution.Owner;
import io.blackfire.conprof.attribution.Verdict;

/**
 * When each event of a chunk was: the evidence for stacks that async-profiler could not walk to their root, and whose known
 * part several deployments share. Such a sample is one of theirs for certain; it goes to the one of them for which its
 * thread was seen at work nearest in time.
 */
final class Timeline {
    private long[] times = new long[1 << 10];
    private int[] rows = new int[1 << 10];
    private int size;

    /** Takes note of an event. */
    void add(long time, int row) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            rows = Arrays.copyOf(rows, size * 2);
        }
        times[size] = time;
        rows[size++] = row;
    }

    /** Gives owners to the rows of broken stacks that have none, as far as there is evidence. */
    void decide(SampleTable table, Stack[] stacks, Owner[] owners) {
        Map<Integer, NavigableMap<Long, Owner>> seen = new HashMap<>();
        for (int event = 0; event < size; event++) {
            if (undecided(stacks, owners, rows[event])) {
                seen.putIfAbsent(table.threadId(rows[event]), new TreeMap<>());
            }
        }
        if (seen.isEmpty()) {
            return;
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
                owners[row] = nearest(seen.get(table.threadId(row)), times[event], stacks[row].verdict.candidates());
            }
        }
    }

    private static boolean undecided(Stack[] stacks, Owner[] owners, int row) {
        return stacks[row].verdict.rule() == Verdict.Rule.BROKEN && owners[row] == null;
    }

    private static Owner nearest(NavigableMap<Long, Owner> seen, long time, List<Owner> candidates) {
        Map.Entry<Long, Owner> before = seen.floorEntry(time);
        while (before != null && !candidates.contains(before.getValue())) {
            before = seen.lowerEntry(before.getKey());
        }
        Map.Entry<Long, Owner> after = seen.ceilingEntry(time);
        while (after != null && !candidates.contains(after.getValue())) {
            after = seen.higherEntry(after.getKey());
        }
        if (before == null || after == null) {
            return before != null ? before.getValue() : after != null ? after.getValue() : null;
        }
        return time - before.getKey() <= after.getKey() - time ? before.getValue() : after.getValue();
    }
}
