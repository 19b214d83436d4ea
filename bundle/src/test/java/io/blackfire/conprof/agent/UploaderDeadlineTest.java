package io.blackfire.conprof.agent;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.blackfire.conprof.harness.Fault;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** No Agent holds the upload thread for longer than the upload's time. */
class UploaderDeadlineTest {
    private static final Duration TIMEOUT = Duration.ofMillis(300);
    private static final Duration SLACK = Duration.ofSeconds(5);

    static Stream<Arguments> stalls() {
        List<Fault> faults =
                List.of(Fault.noAnswer(), Fault.noRead(), Fault.drip(), Fault.slowRead(1, Duration.ofMillis(50)));
        return Stream.of("unix", "tcp", "https")
                .flatMap(kind -> faults.stream().map(fault -> Arguments.of(kind, fault)));
    }

    @ParameterizedTest
    @MethodSource("stalls")
    void stalledAgent_costsNoMoreThanTheTimeout(String kind, Fault fault) {
        try (Trust trust = new Trust();
                TestAgent agent = trust.agent(kind)) {
            agent.fail(fault);
            PauseRecorder pauses = new PauseRecorder();
            Uploader uploader = Uploads.patient(() -> Uploads.address(agent.address(), TIMEOUT), pauses);
            uploader.submit(Uploads.sized(4_000_000));
            agent.await("the connection", a -> a.connections() > 0, Uploads.LONG);
            long start = System.nanoTime();

            pauses.take();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.plus(SLACK));
            assertThat(uploader.status().pending()).isEqualTo(1);
            assertThat(uploader.status().problem()).contains("not done within 300 ms");
            agent.recover();
            uploader.close(Duration.ZERO);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void endlessAnswer_isNotRead(String kind) {
        try (Trust trust = new Trust();
                TestAgent agent = trust.agent(kind)) {
            agent.fail(Fault.endlessAnswer());
            Uploader uploader = Uploads.patient(() -> Uploads.address(agent), new PauseRecorder());
            uploader.submit(Uploads.numbered(0));

            assertThat(uploader.flush(Uploads.LONG.dividedBy(2))).isTrue();
            uploader.close(Duration.ZERO);
        }
    }

    static Stream<String> kinds() {
        return Stream.of("unix", "tcp", "https");
    }
}
