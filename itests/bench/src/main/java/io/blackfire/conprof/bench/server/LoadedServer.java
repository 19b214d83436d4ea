package io.blackfire.conprof.bench.server;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import com.acme.storm.Storm;
import com.sun.management.OperatingSystemMXBean;

import io.blackfire.conprof.ClassSource;
import io.blackfire.conprof.Deployment;
import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.ProfilerStatus;

/**
 * A server with 500 deployments of one archive, 2,000 threads, 10,000 requests a second as long as the machine gives them, and new
 * classes all the time: switches its profiler on and off and prints what that takes.
 */
final class LoadedServer {
    private static final int DEPLOYMENTS = 500;
    private static final int THREADS = 2_000;
    private static final int PER_SECOND = 10_000;
    private static final int CLASSES_PER_SECOND = 100;
    private static final int TICKS_PER_SECOND = 100;
    /** More than that is what the machine does not give. */
    private static final int MOST_WAITING = PER_SECOND / 10;

    private static final int NAMES = 10_000;
    private static final int LETTERS = 26;

    /** For the last period to be over, and the first one to begin. */
    private static final Duration SWITCH = Duration.ofSeconds(5);

    private static final Duration SHORTEST_SLICE = Duration.ofSeconds(20);

    private final Map<String, String> settings;
    private final Duration slice;
    private final Profiler profiler;
    private final List<Deployment> deployments = new ArrayList<>();
    private final List<Runnable> applications = new ArrayList<>();
    private final ExecutorService workers = Executors.newFixedThreadPool(THREADS);
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder done = new LongAdder();
    private final AtomicInteger generated = new AtomicInteger();
    private final byte[] archive;

    private LoadedServer(Map<String, String> settings, Path folder) throws IOException {
        ProfilerConfig config = ProfilerConfig.resolve(settings);
        long periods = SHORTEST_SLICE.plus(config.period()).minusNanos(1).dividedBy(config.period());
        this.settings = settings;
        this.slice = config.period().multipliedBy(periods);
        this.profiler = Profiler.builder().config(config).directory(folder).build();
        try (InputStream in = Storm.class.getResourceAsStream("Storm.class")) {
            archive = in.readAllBytes();
        }
    }

    /**
     * Measures and prints.
     *
     * @param arguments the Agent, the profiler's folder, {@code overhead-limit}, {@code period}, how many seconds until rates rest, how
     *     many pairs
     */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("application-name", "server");
        settings.put("agent-socket", arguments[0]);
        settings.put("overhead-limit", arguments[2]);
        settings.put("period", arguments[3]);
        LoadedServer server = new LoadedServer(settings, Path.of(arguments[1]));
        PerfAccount account = PerfAccount.begin(ProcessHandle.current().pid(), Path.of(arguments[1]));
        server.deploy();
        server.serve();
        server.settle(Integer.parseInt(arguments[4]));
        account.end(server.slice).forEach(System.out::println);
        server.measure(Integer.parseInt(arguments[5]));
        server.profiler.stop();
        System.exit(0);
    }

    private void deploy() throws ReflectiveOperationException {
        for (int i = 0; i < DEPLOYMENTS; i++) {
            ClassLoader loader = new Application(archive);
            deployments.add(profiler.deployments().add("application-" + i, Map.of(), new Classes(), loader));
            applications.add((Runnable)
                    loader.loadClass(Storm.class.getName()).getConstructor().newInstance());
        }
    }

    /** One archive has them all, so that no class name tells whose work it is. */
    private record Classes() implements ClassSource {
        @Override
        public Set<String> packages() {
            return Set.of(Storm.class.getPackageName());
        }

        @Override
        public boolean contains(String className) {
            return className.equals(Storm.class.getName());
        }
    }

    private static final class Application extends ClassLoader {
        private final byte[] archive;

        Application(byte[] archive) {
            super(ClassLoader.getPlatformClassLoader());
            this.archive = archive;
        }

        @Override
        protected Class<?> findClass(String name) {
            return defineClass(name, archive, 0, archive.length);
        }
    }

    private void serve() {
        Thread requests = new Thread(this::send, "requests");
        requests.setDaemon(true);
        requests.start();
    }

    private void send() {
        long next = System.nanoTime();
        for (int tick = 0; ; tick++) {
            for (int i = 0; i < PER_SECOND / TICKS_PER_SECOND && waiting.get() < MOST_WAITING; i++) {
                waiting.incrementAndGet();
                int which = (tick * (PER_SECOND / TICKS_PER_SECOND) + i) % DEPLOYMENTS;
                workers.execute(() -> request(which));
            }
            for (int i = 0; i < CLASSES_PER_SECOND / TICKS_PER_SECOND; i++) {
                workers.execute(this::generateClass);
            }
            next += Duration.ofSeconds(1).toNanos() / TICKS_PER_SECOND;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void request(int which) {
        deployments.get(which).run(applications.get(which));
        waiting.decrementAndGet();
        done.increment();
    }

    /** The archive's class under a name of the same length that was never there. */
    private void generateClass() {
        String last = Storm.class.getSimpleName();
        int number = generated.getAndIncrement();
        String name = String.format(Locale.ROOT, "%c%04d", 'A' + number / NAMES % LETTERS, number % NAMES);
        byte[] bytes = new String(archive, StandardCharsets.ISO_8859_1)
                .replace('/' + last, '/' + name)
                .getBytes(StandardCharsets.ISO_8859_1);
        try {
            ((Runnable) new Application(bytes)
                            .loadClass(Storm.class.getPackageName() + '.' + name)
                            .getConstructor()
                            .newInstance())
                    .run();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void settle(int seconds) throws InterruptedException {
        profiler.startAndWait(Duration.ofSeconds(30));
        for (int passed = 0; passed < seconds; passed += (int) slice.toSeconds()) {
            Thread.sleep(slice.toMillis());
            say("after %4d s: %s", passed + slice.toSeconds(), text(profiler.status()));
        }
    }

    private void measure(int pairs) throws InterruptedException {
        double[] ratios = new double[pairs];
        double[] own = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            double off = i % 2 == 0 ? off() : 0;
            double on = nanosPerRequest();
            own[i] = share(profiler.status().lastPeriod());
            say("pair %d: %s", i, text(profiler.status()));
            off = off == 0 ? off() : off;
            ratios[i] = on / off;
        }
        say("CPU time of a request with it over that without: %s", Ratio.of(ratios));
        say("its own account of all processors' time: %.2f %%", Ratio.median(own) * 100);
    }

    private double off() throws InterruptedException {
        enable(false);
        try {
            return nanosPerRequest();
        } finally {
            enable(true);
        }
    }

    private void enable(boolean enabled) {
        Map<String, String> changed = new HashMap<>(settings);
        changed.put("enabled", Boolean.toString(enabled));
        profiler.configure(ProfilerConfig.resolve(changed));
    }

    private double nanosPerRequest() throws InterruptedException {
        Thread.sleep(SWITCH.toMillis());
        long cpu = cpuNanos();
        long requests = done.sum();
        Thread.sleep(slice.toMillis());
        return (double) (cpuNanos() - cpu) / (done.sum() - requests);
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static double share(ProfilerStatus.Cost cost) {
        return (double) cost.threads().plus(cost.stackWalking()).toNanos()
                / cost.duration().toNanos()
                / Runtime.getRuntime().availableProcessors();
    }

    private String text(ProfilerStatus status) throws InterruptedException {
        ProfilerStatus.Cost cost = status.lastPeriod();
        return String.format(
                Locale.ROOT,
                "%s, %d requests, CPU %.2f %%, %d samples, gap %d ms, recording %d MiB, native %d MiB, heap %d MiB, resident %d MiB, %s",
                status.state(),
                done.sum(),
                share(cost) * 100,
                cost.samples(),
                cost.gap().toMillis(),
                cost.recordingBytes() >> 20,
                cost.nativeBytes() >> 20,
                cost.heapBytes() >> 20,
                resident() >> 20,
                status.reason());
    }

    private static long resident() {
        try {
            return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
