package io.blackfire.conprof.profile;

import java.util.List;

import io.blackfire.conprof.attribution.Attribution;
import io.blackfire.conprof.attribution.LiveOwners;
import io.blackfire.conprof.attribution.Owner;

/** The rows of what was allocated in a period, and of what is alive. */
final class HeapSamples {
    private final HeapFile file;
    private final Part survivors;
    private final Part period;
    private final int[] rows;

    /**
     * @param spans of the recording's events
     * @param events what was sampled beside it: its threads have the same names here
     */
    HeapSamples(HeapFile file, Attribution attribution, RecordedSpans spans, List<Part> events) {
        this.file = file;
        events.forEach(part -> nameThreads(part.chunk()));
        survivors = new Part(new Chunk(file.survivors.constants, attribution), null, new SampleTable());
        Timeline timeline = attribution.spans() ? new Timeline(attribution, spans) : null;
        period = new Part(new Chunk(file.period.constants, attribution), timeline, new SampleTable());
        rows = new int[file.period.samples.size()];
        for (int i = 0; i < rows.length; i++) {
            HeapFile.Sample sample = file.period.samples.get(i);
            rows[i] = period.row(sample.stack(), sample.thread(), sample.type(), sample.time());
            SampleTable table = period.table();
            table.add(rows[i], SampleTable.ALLOC_BYTES, sample.bytes());
            table.add(rows[i], SampleTable.ALLOC_OBJECTS, Math.round(sample.objects() * Weights.FIXED_POINT));
            if (sample.survived()) {
                table.add(rows[i], SampleTable.LIVE_BYTES, sample.bytes());
            }
        }
    }

    private void nameThreads(Chunk events) {
        for (HeapFile.Sample sample : file.period.samples) {
            events.nameThread(sample.thread(), file.period.constants.threads);
        }
    }

    /** What was allocated in the period, to be attributed. */
    Part period() {
        return period;
    }

    /** Takes note of whose the period's allocations are, and returns what is alive of those before, attributed. */
    Part survivors(LiveOwners liveOwners) {
        for (int i = 0; i < rows.length; i++) {
            HeapFile.Sample sample = file.period.samples.get(i);
            if (sample.there()) {
                liveOwners.keep(sample.id(), period.owners()[rows[i]]);
            }
        }
        List<HeapFile.Sample> samples = file.survivors.samples;
        Owner[] owners = new Owner[samples.size()];
        for (HeapFile.Sample sample : samples) {
            Owner owner = liveOwners.ownerOf(sample.id());
            if (sample.survived()) {
                SampleTable table = survivors.table();
                int row = table.separateRow(sample.stack(), sample.thread(), sample.type());
                table.add(row, SampleTable.LIVE_BYTES, sample.bytes());
                table.countEvent(row);
                owners[row] = owner;
            }
        }
        liveOwners.endPeriod(file.lostBytes() == 0);
        survivors.attributed(owners);
        return survivors;
    }
}
