package io.blackfire.conprof.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.logging.Level;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** The Agent is away for an hour of periods of 5 s: real sockets and files, in a time that passes faster. */
class OutageTest {
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final int HOUR = 720;
    /** Bounds the wait for the Agent, and the rate at which it gets what waited: 10 a second. */
    private static final Duration BACK = Duration.ofMinutes(1).plusSeconds(HOUR / 10);

    private final TestAgent agent = TestAgent.unix().requireConprof();
    private final SimulatedTime time = new SimulatedTime();

    @TempDir
    private Path temporary;

    private Uploader uploader;

    @AfterEach
    void close() {
        uploader.close(Duration.ZERO);
        agent.close();
    }

    private void start(SpoolLimits limits) {
        uploader = new Uploader(
                () -> Uploads.address(agent),
                1 << 20,
                Backoff.standard(new Random(1)),
                time,
                () -> limits,
                () -> Optional.of(temporary.resolve("spool")));
    }

    private void work(int from, int to) {
        for (int i = from; i < to; i++) {
            uploader.submit(Uploads.of(i, Uploads.START.plus(PERIOD.multipliedBy(i))));
            time.pass(PERIOD);
        }
    }

    private List<Integer> received() {
        assertThat(agent.violations()).isEmpty();
        return agent.profiles().stream().map(OutageTest::sequence).toList();
    }

    private static int sequence(ReceivedProfile profile) {
        int sequence = Integer.parseInt(profile.tags().get("profile_seq"));
        assertThat(profile.start()).isEqualTo(Uploads.START.plus(PERIOD.multipliedBy(sequence)));
        return sequence;
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @Test
    void everyProfile_arrivesOnceAndTheOldestFirst() {
        start(new SpoolLimits(1 << 24, Duration.ofHours(24)));
        agent.stop();
        work(0, HOUR);
        assertThat(uploader.status().spooled()).isEqualTo(HOUR);
        assertThat(uploader.status().pending()).isZero();

        agent.start();
        List<Integer> each = new ArrayList<>();
        int end = HOUR;
        while (uploader.status().spooled() > 0 && each.size() * PERIOD.toSeconds() < BACK.toSeconds()) {
            int before = received().size();
            work(end, ++end);
            each.add(received().size() - before);
        }
        assertThat(each).as("at a limited rate").allSatisfy(count -> assertThat(count)
                .isLessThanOrEqualTo(52));
        assertThat(received()).as("exactly once").containsExactlyInAnyOrderElementsOf(numbers(0, end));
        assertThat(received().stream().filter(sequence -> sequence < HOUR)).isSorted();
        assertThat(uploader.status().delivered()).isEqualTo(end);
        assertThat(uploader.status().lost().values()).containsOnly(0L);
    }

    @Test
    void whatDoesNotFit_isTheOldestAndCountedAndSaid() {
        try (LogRecorder log = new LogRecorder()) {
            start(new SpoolLimits(100L * Uploads.SMALL.length, Duration.ofHours(24)));
            agent.stop();
            work(0, HOUR);
            agent.start();
            time.pass(BACK);

            assertThat(received()).containsExactlyElementsOf(numbers(HOUR - 100, HOUR));
            assertThat(uploader.status().lost()).containsEntry(LossReason.SPOOL_FULL, HOUR - 100L);
            assertThat(log.at(Level.WARNING))
                    .hasSize(2)
                    .last()
                    .isEqualTo("Lost profiles that waited for the Blackfire Agent: 1; the spool on disk was full");
            assertThat(log.at(Level.INFO))
                    .singleElement()
                    .asString()
                    .contains(" again; attempts that failed: ")
                    .endsWith(", profiles lost: " + (HOUR - 100));
        }
    }

    @Test
    void whatIsTooOld_isCountedAndSaid() {
        try (LogRecorder log = new LogRecorder()) {
            start(new SpoolLimits(1 << 24, Duration.ofMinutes(10)));
            agent.stop();
            work(0, HOUR);
            agent.start();
            time.pass(BACK);

            int expired = uploader.status().lost().get(LossReason.EXPIRED).intValue();
            assertThat(expired).isBetween(HOUR * 5 / 6, HOUR * 5 / 6 + (int) (BACK.toSeconds() / PERIOD.toSeconds()));
            assertThat(received()).containsExactlyElementsOf(numbers(expired, HOUR));
            // how many at once is a matter of when the upload thread looks
            assertThat(log.at(Level.WARNING))
                    .anySatisfy(
                            said -> assertThat(said)
                                    .matches(
                                            "Lost profiles that waited for the Blackfire Agent: [1-9]\\d*; it waited on disk for too long"));
        }
    }
}
