package io.blackfire.conprof.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import com.sun.management.ThreadMXBean;

import io.blackfire.conprof.profile.Conversion;
import io.blackfire.conprof.profile.Profile;
import io.blackfire.conprof.sampling.Recording;

/**
 * Our conversion and {@link FivePasses} of one recording, in turn, so that both have the same neighbours on the machine; timed by
 * CPU time, which those do not take.
 */
final class ConversionRace {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final double MEGABYTE = 1e6;

    private record Round(long ourNanos, long theirNanos, long ourBytes, long theirBytes) {
        double ratio() {
            return (double) theirNanos / ourNanos;
        }
    }

    private final BusyServer server;
    private final Recording recording;
    private final List<Round> rounds = new ArrayList<>();
    private Conversion ours;
    private List<byte[]> theirs;

    ConversionRace(BusyServer server, Recording recording) {
        this.server = server;
        this.recording = recording;
    }

    void warmUp(int count) throws IOException {
        run(count);
        rounds.clear();
    }

    void run(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            long bytes0 = THREADS.getCurrentThreadAllocatedBytes();
            long nanos0 = THREADS.getCurrentThreadCpuTime();
            ours = server.convert(recording);
            long nanos1 = THREADS.getCurrentThreadCpuTime();
            long bytes1 = THREADS.getCurrentThreadAllocatedBytes();
            long nanos2 = THREADS.getCurrentThreadCpuTime();
            theirs = FivePasses.convert(recording.events().path());
            long nanos3 = THREADS.getCurrentThreadCpuTime();
            long bytes2 = THREADS.getCurrentThreadAllocatedBytes();
            rounds.add(new Round(nanos1 - nanos0, nanos3 - nanos2, bytes1 - bytes0, bytes2 - bytes1));
        }
    }

    /** How many times faster ours is: the median of the rounds. */
    double ratio() {
        return median(Round::ratio);
    }

    Conversion ours() {
        return ours;
    }

    List<byte[]> theirs() {
        return theirs;
    }

    private double median(ToDoubleFunction<Round> value) {
        double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    @Override
    public String toString() {
        try {
            double size = recording.bytes() / MEGABYTE;
            double ourSeconds = median(Round::ourNanos) / 1e9;
            double theirSeconds = median(Round::theirNanos) / 1e9;
            long ourOutput = ours.profiles().stream()
                    .map(Profile::pprof)
                    .mapToLong(pprof -> pprof.length)
                    .sum();
            long theirOutput = theirs.stream().mapToLong(pprof -> pprof.length).sum();
            return String.format(
                    Locale.ROOT,
                    """
                    conversion of a recording of %.1f MB, %d samples, %d profiles; median of %d rounds, by CPU time:
                      ours        %6.1f MB/s, %5.2f MB allocated per MB, %5.2f MB of profiles
                      five passes %6.1f MB/s, %5.2f MB allocated per MB, %5.2f MB of profiles
                      ratio %.2f (%.2f to %.2f)
                    """,
                    size,
                    ours.samples(),
                    ours.profiles().size(),
                    rounds.size(),
                    size / ourSeconds,
                    median(Round::ourBytes) / MEGABYTE / size,
                    ourOutput / MEGABYTE,
                    size / theirSeconds,
                    median(Round::theirBytes) / MEGABYTE / size,
                    theirOutput / MEGABYTE,
                    ratio(),
                    rounds.stream().mapToDouble(Round::ratio).min().orElse(0),
                    rounds.stream().mapToDouble(Round::ratio).max().orElse(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
