package io.blackfire.conprof;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import com.acme.shared.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.sampling.ChildJvm;

import static org.assertj.core.api.Assertions.assertThat;

/** A disk with no room for a recording, or for what waits. */
class FullDiskTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    /** Files end after 8 KiB: the errors are those of a full disk, and it needs no disk of its own. */
    private static final List<String> FULL = List.of("sh", "-c", "ulimit -f 16 && exec \"$0\" \"$@\"");

    @TempDir
    private Path home;

    /** Samples until a period is over, or lost. */
    static final class Sampling {
        private Sampling() {}

        public static void main(String[] arguments) {
            Profiler profiler = Profiler.builder()
                    .applicationName("my-app")
                    .agentSocket(arguments[0])
                    .build();
            profiler.start();
            Await.until("a period", DEADLINE, () -> {
                Json.print(10_000_000);
                ProfilerStatus.Delivery delivery = profiler.status().delivery();
                return !delivery.lost().isEmpty() || delivery.delivered() > 0;
            });
            System.out.println(profiler.status().state() + " "
                    + profiler.status().delivery().lost());
            profiler.stop();
        }
    }

    @Test
    void recordingWithoutRoom_costsItsPeriodAndNoMore() throws Exception {
        try (TestAgent agent = TestAgent.unix().requireConprof()) {
            List<String> options =
                    List.of("-Duser.home=" + home, "-Djava.io.tmpdir=" + home, "-Dblackfire.conprof.period=1s");
            // the library has found room before
            assertThat(ChildJvm.run(options, Sampling.class, agent.address())).contains("RUNNING {}");
            String full = ChildJvm.runBy(FULL, options, Sampling.class, agent.address());
            assertThat(full).containsPattern("RUNNING \\{the recording could (not be read|be read in part only)=1}");
        }
    }
}
