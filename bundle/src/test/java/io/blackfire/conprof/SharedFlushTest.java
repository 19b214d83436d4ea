package io.blackfire.conprof;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.harness.Await;

import static org.assertj.core.api.Assertions.assertThat;

class SharedFlushTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger flushes = new AtomicInteger();
    private final SharedFlush shared = new SharedFlush(now::get);

    @Test
    void flushRightAfterAnother_isRefused() {
        assertThat(shared.flush(this::delivers)).isTrue();
        assertThat(shared.flush(this::delivers)).isFalse();
        assertThat(flushes).hasValue(1);
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(shared.flush(this::delivers)).isTrue();
        assertThat(flushes).hasValue(2);
    }

    @Test
    void flushWhileAnotherIsUnderWay_isTheSame() {
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> shared.flush(() -> {
            boolean delivered = delivers();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return delivered;
        }));
        Await.until("the first is under way", Duration.ofSeconds(30), () -> flushes.get() == 1);
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> shared.flush(this::delivers));
        end.countDown();
        assertThat(first.join()).isTrue();
        second.join();
        assertThat(flushes).hasValue(1);
    }

    private boolean delivers() {
        flushes.incrementAndGet();
        return true;
    }
}
