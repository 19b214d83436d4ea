package io.blackfire.conprof.agent;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.blackfire.conprof.harness.Fault;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** The queue's bounds, and how it all ends. */
class UploaderLifeTest {
    private static final Duration SLACK = Duration.ofSeconds(5);
    private final TestAgent agent = TestAgent.unix().requireConprof();
    private final PauseRecorder pauses = new PauseRecorder();
    private final Uploader uploader = Uploads.patient(() -> Uploads.address(agent), pauses);

    @AfterEach
    void close() {
        uploader.close(Duration.ZERO);
        agent.close();
        assertThat(threads()).isEmpty();
    }

    @Test
    void fullQueue_losesTheOldest() {
        agent.stop();
        Uploader small = Uploads.uploader(
                () -> Uploads.address(agent),
                3L * Uploads.SMALL.length,
                new Backoff(Uploads.HOUR, Uploads.HOUR, () -> -1L),
                pauses);
        small.submit(Uploads.numbered(0));
        pauses.take();

        IntStream.rangeClosed(1, 4).forEach(i -> small.submit(Uploads.numbered(i)));

        assertThat(small.status().lost()).containsEntry(LossReason.QUEUE_FULL, 2L);
        assertThat(small.status().pending()).isEqualTo(3);
        assertThat(small.status().pendingBytes()).isEqualTo(3L * Uploads.SMALL.length);
        agent.start();
        assertThat(small.flush(Uploads.LONG)).isTrue();
        assertThat(agent.profiles().stream().map(profile -> profile.tags().get("profile_seq")))
                .containsExactly("2", "3", "4");
        small.close(Duration.ZERO);
    }

    @Test
    void uploadBiggerThanTheQueue_isLostAlone() {
        agent.stop();
        Uploader small = Uploads.uploader(() -> Uploads.address(agent), 1000);
        small.submit(Uploads.numbered(0));
        small.submit(Uploads.sized(2000));

        assertThat(small.status().lost()).containsEntry(LossReason.TOO_LARGE, 1L);
        assertThat(small.status().pending()).isEqualTo(1);
        small.close(Duration.ZERO);
    }

    @Test
    void flush_waitsOnlyForWhatWasThere() {
        assertThat(uploader.flush(Duration.ZERO)).isTrue();
    }

    @Test
    void flush_keepsItsDeadline() {
        agent.fail(Fault.noAnswer());
        uploader.submit(Uploads.numbered(0));
        long start = System.nanoTime();

        assertThat(uploader.flush(Duration.ofMillis(200))).isFalse();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(200), SLACK);
        assertThat(uploader.status().pending()).isEqualTo(1);
    }

    @Test
    void close_deliversWhatWaits() {
        agent.fail(Fault.slow(Duration.ofMillis(50)));
        IntStream.range(0, 5).forEach(i -> uploader.submit(Uploads.numbered(i)));

        uploader.close(Uploads.LONG);

        assertThat(agent.profiles()).hasSize(5);
        assertThat(uploader.status().pending()).isZero();
        assertThat(threads()).isEmpty();
    }

    @Test
    void close_endsAWaitForAnotherAttempt() {
        agent.failNext(1, Fault.status(500));
        uploader.submit(Uploads.numbered(0));
        pauses.take();

        uploader.close(Uploads.LONG);

        assertThat(uploader.status().delivered()).isEqualTo(1);
    }

    @Test
    void close_triesAgainWhileThereIsTime() {
        Uploader impatient = Uploads.impatient(() -> Uploads.address(agent));
        agent.failNext(5, Fault.status(503));
        impatient.submit(Uploads.numbered(0));

        impatient.close(Uploads.LONG);

        assertThat(impatient.status().delivered()).isEqualTo(1);
    }

    @Test
    void close_abortsTheAttemptUnderWay() {
        agent.fail(Fault.noAnswer());
        uploader.submit(Uploads.numbered(0));
        uploader.submit(Uploads.numbered(1));
        agent.await("the request", a -> a.refused().size() == 1, Uploads.LONG);
        long start = System.nanoTime();

        uploader.close(Duration.ofMillis(200));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(200), SLACK);
        assertThat(threads()).isEmpty();
        assertThat(uploader.status().lost()).containsEntry(LossReason.STOPPED, 2L);
        assertThat(uploader.status().pending()).isZero();
        assertThat(uploader.status().pendingBytes()).isZero();
    }

    @Test
    void close_doesNotWaitForAnAbsentAgent() {
        agent.stop();
        Uploader impatient = Uploads.impatient(() -> Uploads.address(agent));
        long start = System.nanoTime();
        impatient.submit(Uploads.numbered(0));
        impatient.submit(Uploads.numbered(1));

        impatient.close(Uploads.LONG);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SLACK);
        assertThat(impatient.status().lost()).containsEntry(LossReason.STOPPED, 2L);
    }

    @Test
    void close_doesNotWaitForLongerThanTheAgentAsks() {
        agent.fail(Fault.status(503));
        uploader.submit(Uploads.numbered(0));
        pauses.take();
        long start = System.nanoTime();

        uploader.close(Uploads.LONG);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SLACK);
        assertThat(uploader.status().lost()).containsEntry(LossReason.STOPPED, 1L);
    }

    @Test
    void close_canBeCalledAgain() {
        uploader.submit(Uploads.numbered(0));
        uploader.close(Uploads.LONG);
        DeliveryStatus once = uploader.status();

        uploader.close(Uploads.LONG);

        assertThat(uploader.status()).isEqualTo(once);
        assertThat(once.delivered()).isEqualTo(1);
    }

    @Test
    void submitAfterClose_isLost() {
        uploader.close(Duration.ZERO);

        uploader.submit(Uploads.numbered(0));

        assertThat(uploader.status().lost()).containsEntry(LossReason.STOPPED, 1L);
        assertThat(uploader.flush(Duration.ZERO)).isTrue();
        assertThat(threads()).isEmpty();
    }

    @Test
    void interruptedFlush_endsAndKeepsTheInterrupt() {
        agent.fail(Fault.noAnswer());
        uploader.submit(Uploads.numbered(0));
        Thread.currentThread().interrupt();

        assertThat(uploader.flush(Uploads.LONG)).isFalse();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void strangersInterrupt_doesNotEndTheThread() {
        agent.failNext(1, Fault.noAnswer());
        uploader.submit(Uploads.numbered(0));
        agent.await("the request", a -> a.refused().size() == 1, Uploads.LONG);

        threads().forEach(Thread::interrupt);
        pauses.take();

        assertThat(uploader.flush(Uploads.LONG)).isTrue();
    }

    @Test
    void errorOfOurOwn_costsAWaitAndNeitherThreadNorProfile() {
        AtomicInteger errors = new AtomicInteger(3);
        Uploader sender = new Uploader(
                () -> Uploads.address(agent),
                1 << 20,
                new Backoff(Duration.ZERO, Duration.ZERO, () -> -1L),
                Condition::awaitNanos,
                () -> {
                    if (errors.getAndDecrement() > 0) {
                        throw new StackOverflowError("in a test");
                    }
                    return SpoolLimits.NONE;
                },
                Optional::empty);
        sender.submit(Uploads.numbered(0));
        assertThat(sender.flush(Uploads.LONG)).isTrue();
        assertThat(errors).hasNegativeValue();
        sender.close(Duration.ZERO);
    }

    @Test
    void thread_keepsNothingOfTheApplicationThatMadeIt() throws Exception {
        Thread me = Thread.currentThread();
        ClassLoader before = me.getContextClassLoader();
        try (URLClassLoader application = new URLClassLoader(new URL[0])) {
            me.setContextClassLoader(application);
            Uploader made = Uploads.patient(() -> Uploads.address(agent), pauses);
            made.submit(Uploads.numbered(0));
            assertThat(made.flush(Uploads.LONG)).isTrue();

            assertThat(threads()).hasSize(1);
            assertThat(threads().get(0).isDaemon()).isTrue();
            assertThat(threads().get(0).getContextClassLoader()).isSameAs(Uploader.class.getClassLoader());
            made.close(Duration.ZERO);
        } finally {
            me.setContextClassLoader(before);
        }
    }

    @Test
    void credentials_areSentWhenBothAreThere() {
        AgentAddress both = new AgentAddress(
                URI.create(agent.address()), Optional.of("id-1"), Optional.of("töken:2"), Uploads.LONG);
        AgentAddress one =
                new AgentAddress(URI.create(agent.address()), Optional.of("id-1"), Optional.empty(), Uploads.LONG);
        for (AgentAddress address : List.of(both, one)) {
            Uploader sender = Uploads.uploader(() -> address, 1 << 20);
            sender.submit(Uploads.numbered(0));
            sender.close(Uploads.LONG);
        }

        assertThat(agent.violations()).isEmpty();
        // printf 'id-1:töken:2' | base64
        assertThat(agent.profiles().get(0).headers())
                .containsEntry("Authorization", List.of("Basic aWQtMTp0w7ZrZW46Mg=="));
        assertThat(agent.profiles().get(1).headers()).doesNotContainKey("Authorization");
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("blackfire-conprof-upload"))
                .toList();
    }
}
