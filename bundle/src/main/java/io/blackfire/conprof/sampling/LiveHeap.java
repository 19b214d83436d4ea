package io.blackfire.conprof.sampling;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.blackfire.conprof.Dimension;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

/** A sampler's use of the {@link HeapTracker} of this JVM: on as long as plans ask for it, over all their periods. Not thread-safe. */
final class LiveHeap {
    /**
     * What it took to sample a period.
     *
     * @param bytes native memory
     * @param sampling time of the sampled threads
     * @param room what stacks took of their room; over 1 what they would have taken
     */
    record Cost(long bytes, Duration sampling, double room) {
        /** When it is not known. */
        static final Cost NONE = new Cost(0, Duration.ZERO, 0);
    }

    private final String who;
    private boolean on;
    private String lack = "";

    /** @param who the owner of the claim on async-profiler */
    LiveHeap(String who) {
        this.who = who;
    }

    /** What tracks instead covers one period; why, for users; empty when nothing is wrong. */
    String lack() {
        return lack;
    }

    boolean on() {
        return on;
    }

    /**
     * Begins or goes on, where the plan asks for it; else it ends.
     *
     * @param missing why our native library is not there, or empty
     */
    void start(Copies copies, String missing, SamplingPlan plan) {
        lack = "";
        if (!plan.allocations() || !NativeLibrary.CONPROF.available()) {
            stop(copies);
            return;
        }
        boolean live = plan.dimensions().contains(Dimension.HEAP_LIVE_SIZE);
        String refusal = missing.isEmpty() ? begin(copies, live, plan) : missing;
        on = refusal.isEmpty();
        if (!on && live) {
            lack = "Heap Live Size covers single periods, as the live heap cannot be followed: " + refusal;
        }
    }

    private String begin(Copies copies, boolean live, SamplingPlan plan) {
        try {
            return (String) command(
                    copies,
                    HeapTracker.START,
                    Map.of(
                            HeapTracker.INTERVAL, plan.allocIntervalBytes(),
                            HeapTracker.LIVE, live,
                            HeapTracker.LIMIT, plan.trackerBytes()));
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** A recording of async-profiler's has begun. */
    void clock(Copies copies) {
        if (on) {
            command(copies, HeapTracker.CLOCK, Map.of());
        }
    }

    /** Time that the sampled threads have spent in the period under way, as far as that is known. */
    Duration sampling(Copies copies) {
        Long nanos = on ? (Long) command(copies, HeapTracker.SPENT, Map.of()) : null;
        return nanos == null ? Duration.ZERO : Duration.ofNanos(nanos);
    }

    /**
     * Ends the period: writes it.
     *
     * @return what it took
     */
    Cost dump(Copies copies, Path file) throws IOException {
        Map<?, ?> answer = (Map<?, ?>) command(copies, HeapTracker.DUMP, Map.of());
        if (answer == null) {
            throw new IOException("nothing is tracked, or there is no memory for it");
        }
        ByteBuffer bytes = (ByteBuffer) answer.get(HeapTracker.FILE);
        try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        return new Cost(
                (Long) answer.get(HeapTracker.BYTES), Duration.ofNanos((Long) answer.get(HeapTracker.NANOS)), (Double)
                        answer.get(HeapTracker.ROOM));
    }

    void stop(Copies copies) {
        if (on) {
            on = false;
            command(copies, HeapTracker.STOP, Map.of());
        }
    }

    private Object command(Copies copies, String command, Map<String, Object> argument) {
        Map<String, Object> byOwner = new HashMap<>(argument);
        byOwner.put(SharedProfiler.WHO, who);
        return copies.natively(command, byOwner);
    }
}
