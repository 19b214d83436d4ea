package io.blackfire.conprof.sampling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.blackfire.conprof.Dimension;
import io.blackfire.conprof.folder.PrivateFolder;

/**
 * The first stage: turns what the JVM does into recordings, one for each period.
 *
 * <p>Not thread-safe. All calls must come from one thread: the claim on async-profiler ends with it.
 */
public final class Sampler implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");

    /** A session that has written more ends with its period, so that files stay what they are. */
    private static final long MOST_BYTES = 16 << 20;

    /** And one of so many periods: async-profiler keeps the name and more of each thread that there ever was in it. */
    private static final int MOST_PERIODS = 20;

    private static final String NO_TIMERS =
            "CPU is not sampled, as timers are refused here: let the container call timer_create or"
                    + " setitimer (its seccomp profile), or raise ulimit -i";

    private final String name;
    private final int rank;
    private final Runnable call;
    private final Path preferredFolder;
    private final Map<String, Long> ownNumbers = new HashMap<>();
    private final ThreadCpu threadCpu = new ThreadCpu(this::clocks);
    private final UnsampledThreads unsampled = new UnsampledThreads();
    private final LiveHeap heap;
    private BinaryOperator<String> profiler;
    private Copies copies = Copies.NONE;
    private boolean libraryLoaded;
    private String version = "";
    private volatile Path home;
    private RecordingFolder recordings;
    private Session session;
    private long stoppedNanos;

    /**
     * A session of async-profiler's, and the recording that is under way in it.
     *
     * @param file what it writes
     * @param asked what was to be sampled
     * @param plan what is sampled
     * @param lack the difference between them, for users
     * @param period of how many it is the last, itself included
     * @param from where in the file the recording begins
     * @param start when it began
     * @param startNanos the same in {@link System#nanoTime}
     * @param gap before it
     * @param before what async-profiler had said of itself until then
     */
    private record Session(
            Path file,
            SamplingPlan asked,
            SamplingPlan plan,
            String lack,
            int period,
            long from,
            Instant start,
            long startNanos,
            Duration gap,
            NativeMetrics before) {}

    /** One of the lowest rank that nobody has to call. */
    public Sampler(String owner, Path preferredFolder) {
        this(owner, 0, () -> {}, preferredFolder);
    }

    /**
     * @param owner who samples, for other profilers of this JVM to read
     * @param rank of all copies of us in this JVM the one with the highest samples; 0 or more
     * @param call called from any thread when another copy wants to sample, or we may: to {@link #begin}, or see {@link #wanted}
     * @param preferredFolder private folder for library and recordings, or null for the default
     */
    public Sampler(String owner, int rank, Runnable call, Path preferredFolder) {
        this.name = owner + " #" + UUID.randomUUID();
        this.rank = rank;
        this.call = call;
        this.preferredFolder = preferredFolder;
        this.heap = new LiveHeap(name);
    }

    /** Version of async-profiler; empty until it is loaded. */
    public String version() {
        return version;
    }

    /** The private folder for all that is on disk, once one was found. From any thread. */
    public Optional<Path> home() {
        return Optional.ofNullable(home);
    }

    /** How spans get into the recording, once one has begun. */
    public SpanCalls spans() {
        return profiler == null ? SpanCalls.NONE : SpanCalls.of(profiler);
    }

    /** The other copies of us in this JVM, once async-profiler is loaded. */
    public Copies copies() {
        return copies;
    }

    /** Whether a copy of a higher rank waits to sample; {@link #close} lets it. */
    public boolean wanted() {
        return copies.wanted();
    }

    /** Whether a recording is under way. */
    public boolean sampling() {
        return session != null;
    }

    /** What the recording under way lacks of its plan, and what to do about that, for users; empty when nothing. */
    public String lack() {
        return session == null ? "" : joined(session.lack(), unsampled.lack());
    }

    /** Time that the sampled threads have spent walking their stacks in the recording under way; there has to be {@linkplain #sampling one}. */
    public Duration walking() {
        return metrics().since(session.before()).stackWalking().plus(heap.sampling(copies));
    }

    private static String joined(String... lacks) {
        return Stream.of(lacks).filter(why -> !why.isEmpty()).collect(Collectors.joining("; "));
    }

    /**
     * Learns whether a recording has all that it should, which {@link #lack} says from now on.
     *
     * @param engine what drove CPU sampling, in async-profiler's words
     * @param sampled threads that have CPU samples in it, by the ids that the operating system gave them
     */
    public void learn(Recording recording, String engine, Set<Integer> sampled) {
        unsampled.learn(recording, engine, sampled, threadCpu::isOwn);
    }

    /** Numbers the profiles of an application, over all who ever sample in this JVM: 0, 1, 2 … Only once a recording has begun. */
    public long nextNumber(String application) {
        try {
            return Long.parseLong(profiler.apply(name, SharedProfiler.NUMBER + application));
        } catch (RuntimeException e) {
            // loaded by a version of us that did not number them
            return ownNumbers.merge(application, 1L, Long::sum) - 1;
        }
    }

    /**
     * Begins a recording; loads async-profiler and claims it first where needed. A failure leaves the claim and the recordings
     * that are not yet read; {@link #close} lets go of them.
     */
    public void begin(SamplingPlan plan) throws SamplingException {
        load();
        claim();
        openFolder();
        start(plan);
    }

    private void claim() throws SamplingException {
        Copies.Holder holder = copies.claim(name, rank, call);
        String owner = holder == null ? profiler.apply(name, SharedProfiler.CLAIM) : holder.who();
        if (owner.equals(name)) {
            return;
        }
        if (holder != null && holder.leads()) {
            throw SamplingException.led("another Blackfire profiler of this JVM samples for all: " + owner);
        }
        throw SamplingException.busy("another Blackfire profiler is at work in this JVM: " + owner, null);
    }

    /** Ends the recording under way and with it the session. */
    public Recording end() throws SamplingException {
        return end(null);
    }

    /**
     * Ends the recording under way. Where the session can go on under the plan the next one has begun when this returns, and between
     * them is only the time that async-profiler takes to write what stacks and threads are; else it is to be {@linkplain #begin begun}.
     *
     * @param next what to sample from now on; null for nothing
     */
    public Recording end(SamplingPlan next) throws SamplingException {
        Session ended = session;
        NativeMetrics metrics = metrics();
        Set<Integer> timed = ended.from() == 0 ? Set.of() : threadCpu.threads();
        // also where it is not asked for now: what comes next is since this moment
        Map<Integer, Long> used = threadCpu.sinceLast();
        Map<Integer, Long> cpuNanos = ended.plan().dimensions().contains(Dimension.CPU_TIME) ? used : Map.of();
        try {
            stoppedNanos = System.nanoTime();
            Instant end = ended.start().plusNanos(stoppedNanos - ended.startNanos());
            session = null;
            EventFile events = goesOn(next, ended, metrics) ? cut(ended, metrics) : stop(ended);
            Path heapFile = null;
            NativeMetrics period = metrics.since(ended.before());
            if (heap.on()) {
                heapFile = recordings.nextHeapFile();
                period = period.plus(endHeap(heapFile));
            }
            return new Recording(
                    events,
                    heapFile,
                    ended.start(),
                    end,
                    ended.gap(),
                    ended.plan(),
                    period,
                    cpuNanos,
                    timed,
                    threadCpu.own());
        } catch (IllegalStateException e) {
            stoppedNanos = 0;
            throw SamplingException.busy("somebody else stopped async-profiler: " + e.getMessage(), e);
        }
    }

    private boolean goesOn(SamplingPlan next, Session ended, NativeMetrics metrics) {
        boolean livesInEvents = ended.plan().dimensions().contains(Dimension.HEAP_LIVE_SIZE) && !heap.on();
        return ended.asked().isLike(next)
                // it may have all that was asked for by now
                && ended.plan().isLike(next)
                // those are written at the end of a session alone
                && !livesInEvents
                && !unsampled.suspected()
                && recordings.usable()
                && ended.period() < MOST_PERIODS
                && written(ended.file()) < MOST_BYTES
                && metrics.stackBytes() < (heap.on() ? next.stackBytesBesideTracker() : next.stackBytes()) / 2;
    }

    private static long written(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    private EventFile stop(Session ended) {
        execute("stop");
        return EventFile.rest(ended.file(), ended.from());
    }

    /** The next recording is a chunk of its own in the same file. */
    private EventFile cut(Session ended, NativeMetrics metrics) {
        execute("dump,jfr");
        long nanos = System.nanoTime();
        try {
            EventFile events = EventFile.chunk(ended.file(), ended.from());
            heap.clock(copies);
            session = new Session(
                    ended.file(),
                    ended.asked(),
                    ended.plan(),
                    ended.lack(),
                    ended.period() + 1,
                    events.to(),
                    Instant.now(),
                    nanos,
                    Duration.ofNanos(nanos - stoppedNanos),
                    metrics);
            return events;
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "What a period has cannot be told from the next one: perhaps the disk is full",
                    e);
            return stop(ended);
        }
    }

    /** What cannot be written is missing in the recording, and found missing there. */
    private LiveHeap.Cost endHeap(Path file) {
        try {
            return heap.dump(copies, file);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "The allocations of a period are lost", e);
            return LiveHeap.Cost.NONE;
        }
    }

    private NativeMetrics metrics() {
        try {
            return NativeMetrics.parse(execute("metrics"));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "No metrics: {0}", e.toString());
            return NativeMetrics.NONE;
        }
    }

    /** Lets go of async-profiler and removes all recordings. A recording under way is thrown away. */
    @Override
    public void close() {
        session = null;
        stoppedNanos = 0;
        unsampled.clear();
        if (profiler == null) {
            return;
        }
        try {
            heap.stop(copies);
            // whatever we believe: nobody else may start while a session of ours goes on
            execute("stop");
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.TRACE, "Nothing to stop: {0}", e.toString());
        } finally {
            if (recordings != null) {
                recordings.close();
                recordings = null;
            }
            profiler.apply(name, SharedProfiler.RELEASE);
        }
    }

    /**
     * Only under the claim: closing any descriptor of a lock file lets go of this process's lock on it, so no other
     * profiler of this JVM may look at our folder, nor we at its.
     */
    private void openFolder() throws SamplingException {
        if (recordings != null && recordings.usable()) {
            return;
        }
        try {
            recordings = RecordingFolder.open(PrivateFolder.open(home));
        } catch (IOException | UncheckedIOException e) {
            throw SamplingException.unavailable("recordings cannot be written: " + e.getMessage(), true, e);
        }
    }

    private void start(SamplingPlan plan) throws SamplingException {
        Path file = recordings.nextFile();
        String missing = loadLibrary();
        if (stoppedNanos == 0) {
            threadCpu.mark();
        }
        SamplingPlan begun;
        try {
            heap.start(copies, missing, plan);
            begun = StartCommand.run(plan, file, heap.on(), this::execute);
            heap.clock(copies);
        } catch (IllegalStateException e) {
            if (StartCommand.lacksTimers(e)) {
                throw SamplingException.unavailable(NO_TIMERS, true, e);
            }
            throw SamplingException.busy(
                    "async-profiler does not start, perhaps for another profiler in this JVM: " + e.getMessage(), e);
        }
        long nanos = System.nanoTime();
        Duration gap = stoppedNanos == 0 ? Duration.ZERO : Duration.ofNanos(nanos - stoppedNanos);
        String lack = joined(begun.dimensions().equals(plan.dimensions()) ? "" : NO_TIMERS, heap.lack());
        session = new Session(file, plan, begun, lack, 1, 0, Instant.now(), nanos, gap, NativeMetrics.NONE);
    }

    /** Loads our native library unless it is loaded; why that cannot be, or empty. */
    private String loadLibrary() {
        if (libraryLoaded) {
            return "";
        }
        try {
            String path = NativeLibrary.CONPROF.extract(home).toString();
            Object answer = copies.natively(LoadedLibrary.LOAD, path);
            libraryLoaded = "".equals(answer);
            return answer == null ? "an older version of this profiler was here first" : (String) answer;
        } catch (IOException | SamplingException | RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private long[] clocks(int[] threads) {
        return (long[]) copies.natively(ThreadClocks.READ, threads);
    }

    /** Every command sets async-profiler's log level anew; its log goes to the server's standard output. */
    private String execute(String command) {
        return profiler.apply(name, command + ",loglevel=none");
    }

    private void load() throws SamplingException {
        if (home != null) {
            return;
        }
        List<String> failures = new ArrayList<>();
        for (Path candidate : PrivateFolder.candidates(preferredFolder)) {
            try {
                Path usable = PrivateFolder.open(candidate);
                profiler = NativeProfiler.find(usable);
                version = profiler.apply(name, SharedProfiler.LOAD + NativeLibrary.ASYNC_PROFILER.extract(usable));
                copies = Copies.of(profiler);
                home = usable;
                return;
            } catch (IOException | RuntimeException | LinkageError e) {
                failures.add(candidate + ": " + e.getMessage());
            }
        }
        throw SamplingException.unavailable(
                "async-profiler cannot be loaded: " + String.join("; ", failures), true, null);
    }
}
