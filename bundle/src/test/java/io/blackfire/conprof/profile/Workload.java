package io.blackfire.conprof.profile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import com.acme.billing.Billing;
import com.acme.names.Names;
import com.acme.orders.Orders;
import com.acme.shared.Json;

import io.blackfire.conprof.CpuEngine;
import io.blackfire.conprof.Dimension;
import io.blackfire.conprof.attribution.Markers;
import io.blackfire.conprof.sampling.Recording;
import io.blackfire.conprof.sampling.Sampler;
import io.blackfire.conprof.sampling.SamplingPlan;

/**
 * A program with two applications and everything that attribution tells apart, and the recording of it. Its main method
 * made the golden recordings: {@code Workload <folder> <file.jfr> [virtual|nested|kernel|locks|names]}.
 */
final class Workload {
    static final SamplingPlan PLAN = new SamplingPlan(
            EnumSet.allOf(Dimension.class), CpuEngine.TIMER, Duration.ofMillis(5), Duration.ofMillis(50), 64 << 10);

    /** Every allocation. */
    static final SamplingPlan NAMES_PLAN = new SamplingPlan(
            EnumSet.of(Dimension.ALLOCATIONS), CpuEngine.TIMER, Duration.ofMillis(5), Duration.ofMillis(50), 1);

    /** Two of {@link Names}, by how their threads' names begin. */
    static final List<String> DEPLOYMENTS = List.of("one: ", "another: ");

    private Workload() {}

    public static void main(String[] args) throws Exception {
        try (Sampler sampler = new Sampler("workload", Path.of(args[0]));
                Recording recording = record(sampler, args.length > 2 ? args[2] : "")) {
            Files.copy(recording.events().path(), Path.of(args[1]));
        }
        System.exit(0);
    }

    private static Recording record(Sampler sampler, String what) throws Exception {
        return switch (what) {
            case "virtual" -> recordVirtual(sampler, Duration.ofMillis(400));
            case "nested" -> recordNested(sampler, Duration.ofSeconds(4));
            case "kernel" -> recordKernel(sampler, Duration.ofMillis(300));
            case "locks" -> recordLocks(sampler, Duration.ofMillis(300));
            case "names" -> recordNames(sampler);
            default -> record(sampler, Duration.ofSeconds(1));
        };
    }

    static Recording record(Sampler sampler, Duration duration) throws Exception {
        sampler.begin(PLAN);
        CountDownLatch end = new CountDownLatch(1);
        Thread parked = new Thread(() -> park(end), "parked");
        parked.start();
        run(System.nanoTime() + duration.toNanos());
        Recording recording = sampler.end();
        end.countDown();
        parked.join();
        return recording;
    }

    /** The same work in virtual threads below a marker, half of it after they were unmounted and mounted again. */
    private static Recording recordVirtual(Sampler sampler, Duration duration) throws Exception {
        var marker = Markers.define();
        Orders orders = new Orders();
        sampler.begin(PLAN);
        long deadline = System.nanoTime() + duration.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            // JDK 21 and later
            threads.add((Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable)
                            () -> marker.run(() -> {
                                while (System.nanoTime() < deadline) {
                                    Json.print(2_000_000);
                                    Thread.yield();
                                    Json.print(2_000_000);
                                    orders.work(2_000);
                                }
                            })));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return sampler.end();
    }

    /** 3:1 in code that both share and that does nothing but call and return: interpreted (-Xint), one stack in ten breaks. */
    private static Recording recordNested(Sampler sampler, Duration duration) throws Exception {
        Orders orders = new Orders();
        Billing billing = new Billing();
        sampler.begin(PLAN);
        long deadline = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < deadline) {
            for (int i = 0; i < 3; i++) {
                orders.nest(27);
            }
            billing.nest(27);
        }
        return sampler.end();
    }

    /** Work of the kernel, seen by perf events; needs {@code kernel.perf_event_paranoid} of 1 or root. */
    private static Recording recordKernel(Sampler sampler, Duration duration) throws Exception {
        sampler.begin(new SamplingPlan(
                PLAN.dimensions(), CpuEngine.PERF, PLAN.cpuInterval(), PLAN.wallInterval(), PLAN.allocIntervalBytes()));
        long deadline = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < deadline) {
            Files.exists(Path.of("/proc/self/status"));
        }
        return sampler.end();
    }

    /** A monitor and a lock that another thread holds most of the time, long and short. */
    private static Recording recordLocks(Sampler sampler, Duration duration) throws Exception {
        Orders orders = new Orders();
        Object monitor = new Object();
        Lock lock = new ReentrantLock();
        sampler.begin(PLAN);
        long deadline = System.nanoTime() + duration.toNanos();
        Thread waiter = new Thread(
                () -> {
                    while (System.nanoTime() < deadline) {
                        orders.enter(monitor, lock);
                    }
                },
                "waiter");
        waiter.start();
        for (int i = 0; System.nanoTime() < deadline; i++) {
            int units = i % 2 == 0 ? 1_000 : 1_000_000;
            synchronized (monitor) {
                Json.print(units);
            }
            lock.lock();
            Json.print(units);
            lock.unlock();
        }
        waiter.join();
        return sampler.end();
    }

    static Recording recordNames(Sampler sampler) throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (String deployment : DEPLOYMENTS) {
            Class<?> names = new NamesLoader().loadClass(Names.class.getName());
            Supplier<?> kinds = (Supplier<?>) names.getDeclaredConstructor().newInstance();
            ((Map<?, ?>) kinds.get())
                    .forEach((kind, work) -> threads.add(new Thread((Runnable) work, deployment + kind)));
        }
        sampler.begin(NAMES_PLAN);
        for (Thread thread : threads) {
            thread.start();
            thread.join();
        }
        return sampler.end();
    }

    /** A deployment's class loader; it gives methods the names that Kotlin allows and Java does not. */
    private static final class NamesLoader extends ClassLoader {
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(Names.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)
                        .replace("plus_Xq4fRzo", "plus-Xq4fRzo")
                        // a smile, as class files write it
                        .replace("it_works_000000", "it works \u00ed\u00a0\u00bd\u00ed\u00b8\u0080")
                        .getBytes(StandardCharsets.ISO_8859_1);
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static void run(long deadline) {
        Orders orders = new Orders();
        Billing billing = new Billing();
        Runnable marked = () -> Json.print(50_000);
        var marker = Markers.define();
        while (System.nanoTime() < deadline) {
            orders.work(150);
            billing.work(50);
            marker.run(marked);
            orders.allocate(500, 200);
            orders.retain(1, 10_000);
            billing.allocate(5, 200_000);
        }
    }

    private static void park(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
