package io.blackfire.conprof.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {
    private static final RandomGenerator MOST = () -> -1L;
    private static final RandomGenerator LEAST = () -> 0;

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,4", "6,32", "7,60", "8,60", "63,60", "64,60", "2147483647,60"})
    void delay_doublesUpToTheCap(int failures, long seconds) {
        assertThat(Backoff.standard(MOST).delay(failures, Duration.ZERO))
                .isCloseTo(Duration.ofSeconds(seconds), Duration.ofMillis(1));
    }

    @Test
    void jitter_isFull() {
        assertThat(Backoff.standard(LEAST).delay(10, Duration.ZERO)).isZero();

        Random random = new Random(42);
        Backoff backoff = Backoff.standard(random);
        double mean = random.ints(10_000)
                .mapToLong(i -> backoff.delay(10, Duration.ZERO).toMillis())
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(29_000.0, 31_000.0);
    }

    @Test
    void retryAfter_isTheLeastWait() {
        assertThat(Backoff.standard(LEAST).delay(1, Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
        assertThat(Backoff.standard(MOST).delay(9, Duration.ofSeconds(7))).isGreaterThan(Duration.ofSeconds(50));
        assertThat(Backoff.standard(LEAST).delay(1, Duration.ofDays(9))).isEqualTo(Backoff.LONGEST_RETRY_AFTER);
    }

    @ParameterizedTest
    @CsvSource({
        "120, PT2M",
        "' 0 ', PT0S",
        "'Fri, 02 Jan 2026 03:04:35 GMT', PT30S",
        "'Fri, 02 Jan 2026 03:00:00 GMT', PT0S",
        "-5, PT0S",
        "soon, PT0S",
        "99999999999999999999, PT0S",
        "'', PT0S",
        ", PT0S"
    })
    void retryAfter_isReadInBothForms(String value, Duration wait) {
        assertThat(RetryAfter.parse(value, Instant.parse("2026-01-02T03:04:05Z")))
                .isEqualTo(wait);
    }
}
