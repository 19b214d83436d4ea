package io.blackfire.conprof.profile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import com.acme.billing.Billing;
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
 * made the golden recordings: {@code Workload <folder> <file.jfr> [virtual|nested|kernel]}.
 */
final class Workload {
    static final SamplingPlan PLAN = new SamplingPlan(
            EnumSet.allOf(Dimension.class), CpuEngine.TIMER, Duration.ofMillis(5), Duration.ofMillis(50), 64 << 10);

    private Workload() {}

    public static void main(String[] args) throws Exception {
        try (Sampler sampler = new Sampler("workload", Path.of(args[0]));
                Recording recording = record(sampler, args.length > 2 ? args[2] : "")) {
            Files.copy(recording.file(), Path.of(args[1]));
        }
        System.exit(0);
    }

    private static Recording record(Sampler sampler, String what) throws Exception {
        return switch (what) {
            case "virtual" -> recordVirtual(sampler, Duration.ofMillis(400));
            case "nested" -> recordNested(sampler, Duration.ofSeconds(4));
            case "kernel" -> recordKernel(sampler, Duration.ofMillis(300));
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
