package io.blackfire.conprof.agent;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures in a row: a random time between zero and the smaller of {@code cap} and
 * {@code base × 2^(failures − 1)}. This is "full jitter" of
 * <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential Backoff And Jitter</a>
 * (AWS Architecture Blog); it spreads the servers that share an Agent over the time after its restart.
 */
record Backoff(Duration base, Duration cap, RandomGenerator random) {
    /** The longest that an Agent can ask us to wait. */
    static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

    /** From 1 s, which a restart of the Agent takes, up to a minute, about one period. */
    static Backoff standard(RandomGenerator random) {
        return new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), random);
    }

    /**
     * The wait before the next attempt.
     *
     * @param failures attempts that failed in a row, at least 1
     * @param retryAfter the wait that the Agent asked for, zero when it did not
     */
    Duration delay(int failures, Duration retryAfter) {
        long doubled = base.toNanos();
        for (int i = 1; i < failures && doubled < cap.toNanos(); i++) {
            doubled *= 2;
        }
        Duration jittered = Duration.ofNanos((long) (random.nextDouble() * Math.min(doubled, cap.toNanos())));
        Duration asked = retryAfter.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : retryAfter;
        return asked.compareTo(jittered) > 0 ? asked : jittered;
    }
}
