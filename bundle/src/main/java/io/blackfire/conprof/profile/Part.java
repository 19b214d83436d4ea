package io.blackfire.conprof.profile;

import java.util.Arrays;

import io.blackfire.conprof.attribution.Attribution;
import io.blackfire.conprof.attribution.Owner;
import io.blackfire.conprof.attribution.Verdict;

/** A part of a recording: what its events refer to, what they add up to, and whose that is. Not thread-safe. */
final class Part {
    private final Chunk chunk;
    private final Timeline timeline;
    private final SampleTable table;
    // of each row, once all are known
    private Stack[] stacks;
    private RecordedThread[] threads;
    private Owner[] owners;
    private boolean decidedBefore;

    /** @param timeline null where no stack needs one */
    Part(Chunk chunk, Timeline timeline, SampleTable table) {
        this.chunk = chunk;
        this.timeline = timeline;
        this.table = table;
    }

    Chunk chunk() {
        return chunk;
    }

    SampleTable table() {
        return table;
    }

    /** The owner of each row, once they are {@linkplain #attribute attributed}; null for the server. */
    Owner[] owners() {
        return owners;
    }

    Stack stack(int row) {
        return stacks[row];
    }

    RecordedThread thread(int row) {
        return threads[row];
    }

    private void resolve() {
        stacks = new Stack[table.size()];
        threads = new RecordedThread[table.size()];
        for (int row = 0; row < stacks.length; row++) {
            stacks[row] = chunk.stack(table.stackId(row));
            threads[row] = chunk.thread(table.threadId(row));
        }
    }

    /** The row of an event, counted; one of its own where the time has to decide whose it is. */
    int row(int stackId, int threadId, int classId, long time) {
        int row;
        if (timeline == null) {
            row = table.row(stackId, threadId, classId);
        } else {
            long javaThread = chunk.thread(threadId).javaId;
            row = timeline.decides(chunk.stack(stackId).verdict, javaThread)
                    ? table.separateRow(stackId, threadId, classId)
                    : table.row(stackId, threadId, classId);
            timeline.add(time, row);
        }
        table.countEvent(row);
        return row;
    }

    /** Tells of all stacks. Every event has its row. */
    void note(Attribution attribution) {
        resolve();
        for (int row = 0; row < table.size(); row++) {
            RecordedThread thread = thread(row);
            Verdict verdict = stack(row).verdict;
            if (!thread.common() && thread.news(verdict)) {
                attribution.note(thread.javaId, verdict);
            }
        }
    }

    /** Finds all owners, when the stacks of all parts are known. */
    void attribute(Attribution attribution) {
        owners = new Owner[table.size()];
        for (int row = 0; row < owners.length; row++) {
            owners[row] = attribution.owner(threads[row].javaId, stacks[row].verdict);
        }
        if (timeline != null) {
            timeline.decide(table, stacks, threads, owners);
            table.mergeSeparateRows(owners);
        }
    }

    /** The owners were found in periods before. */
    void attributed(Owner[] known) {
        resolve();
        owners = Arrays.copyOf(known, table.size());
        decidedBefore = true;
        table.mergeSeparateRows(owners);
    }

    /** Whether nobody can tell whose the samples of a row are. */
    boolean unattributed(int row) {
        return !decidedBefore && owners[row] == null && stack(row).verdict.ambiguous();
    }
}
