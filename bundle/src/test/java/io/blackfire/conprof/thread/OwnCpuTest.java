package io.blackfire.conprof.thread;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OwnCpuTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Duration WORK = Duration.ofMillis(200);

    private final OwnCpu cpu = new OwnCpu();
    private final CountDownLatch worked = new CountDownLatch(1);
    private final CountDownLatch seen = new CountDownLatch(1);

    private void work() {
        while (THREADS.getCurrentThreadCpuTime() < WORK.toNanos()) {
            Thread.onSpinWait();
        }
        worked.countDown();
        try {
            seen.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void time_isThatOfAllOwnThreadsSinceTheLastCall() throws InterruptedException {
        Thread own = OwnThread.of(this::work, "test");
        cpu.sinceLast();
        own.start();
        worked.await();
        assertThat(cpu.sinceLast()).isGreaterThanOrEqualTo(WORK);
        assertThat(cpu.sinceLast()).isLessThan(WORK);
        seen.countDown();
        own.join();
    }

    @Test
    void time_isNotThatOfOthers() throws InterruptedException {
        cpu.sinceLast();
        Thread other = new Thread(this::work, "other");
        other.start();
        worked.await();
        assertThat(cpu.sinceLast()).isLessThan(WORK);
        seen.countDown();
        other.join();
    }
}
