package io.blackfire.conprof.admin;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import com.acme.shared.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.admin.Finding.Level;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

class DoctorTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private record Fixed(String name, Callable<Finding> answer) implements Check {
        @Override
        public Finding look() throws Exception {
            return answer.call();
        }
    }

    @Test
    void healthyProfiler_isFoundSo(@TempDir Path folder) {
        try (TestAgent agent = TestAgent.unix()) {
            Profiler profiler = Profiler.builder()
                    .agentSocket(agent.address())
                    .directory(folder)
                    .build();
            try {
                profiler.start();
                // long enough for the period to have samples
                Json.print(100_000_000);
                assertThat(profiler.flush()).isTrue();
                List<Finding> findings = new Doctor(profiler, folder).examine();
                assertThat(findings)
                        .extracting(Finding::check)
                        .containsExactly(
                                "profiler",
                                "platform",
                                "library",
                                "other profilers",
                                "perf events",
                                "kernel stacks",
                                "folder",
                                "Agent",
                                "settings");
                assertThat(findings)
                        .allMatch(finding ->
                                finding.level() == Level.OK && finding.advice().isEmpty());
                assertThat(FindingsText.of(findings))
                        .contains("  OK  library          async-profiler 4.")
                        .contains("  OK  folder           " + folder + ", ")
                        .contains("  OK  Agent            " + agent.address() + " answers and has taken 1 profiles\n");
            } finally {
                profiler.stop();
            }
        }
    }

    @Test
    @Timeout(20)
    void examination_endsInTimeWhateverAChecksDo() {
        CountDownLatch never = new CountDownLatch(1);
        Check hangs = new Fixed("hangs", () -> {
            never.await();
            return null;
        });
        Check fails = new Fixed("fails", () -> {
            throw new IOException("no such file");
        });
        Check breaks = new Fixed("breaks", () -> {
            throw new StackOverflowError();
        });
        Check works = new Fixed("works", () -> Finding.ok("works", "all is well"));
        List<Finding> findings = Doctor.run(List.of(hangs, fails, breaks, works), Duration.ofSeconds(3));
        assertThat(FindingsText.of(findings))
                .isEqualTo(
                        """
                          WARNING  hangs   could not be checked: not seen within 3000 ms
                                           do: try again; look into the server's log
                          WARNING  fails   could not be checked: java.io.IOException: no such file
                                           do: try again; look into the server's log
                          WARNING  breaks  could not be checked: java.lang.StackOverflowError
                                           do: try again; look into the server's log
                          OK       works   all is well
                        """);
    }

    @Test
    void examination_leavesNoThread() {
        new Doctor(Profiler.builder().build(), null).examine();
        Await.until("no thread of the doctor", LONG, () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains("doctor")));
    }

    @Test
    void interruptedCaller_staysInterrupted() {
        CountDownLatch never = new CountDownLatch(1);
        Check hangs = new Fixed("hangs", () -> {
            never.await();
            return Finding.ok("hangs", "");
        });
        Thread.currentThread().interrupt();
        List<Finding> findings = Doctor.run(List.of(hangs), LONG);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(findings).singleElement().extracting(Finding::seen).isEqualTo("could not be checked: interrupted");
    }

    @Test
    void json_hasWhatTheTextHas() {
        assertThat(FindingsJson.of(List.of(Finding.warning("folder", "\u009b\"x\"", "make room"))))
                .isEqualTo("[{\"check\":\"folder\",\"level\":\"WARNING\",\"seen\":\"\\u009b\\\"x\\\"\","
                        + "\"advice\":\"make room\"}]");
    }
}
