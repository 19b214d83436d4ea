package io.blackfire.conprof.harness;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AwaitTest {
    @Test
    void until_asksAgainUntilTheConditionHolds() {
        var asked = new AtomicInteger();
        Await.until("third time", Duration.ofSeconds(20), () -> asked.incrementAndGet() == 3);
        assertThat(asked).hasValue(3);
    }

    @Test
    void until_failsWithTheDescription() {
        assertThatThrownBy(() -> Await.until("the sun rises", Duration.ofMillis(20), () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessage("not within 20 ms: the sun rises");
    }

    @Test
    void interrupt_isRestored() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Await.until("it", Duration.ofSeconds(20), () -> false))
                .hasMessage("interrupted while waiting for: it");
        assertThat(Thread.interrupted()).isTrue();
    }
}
