package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.ee.Applications;
import io.blackfire.conprof.harness.Fault;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;

/** How long the server takes to stop, however the Agent fares. */
class StopIT {
    private static final Duration UPLOAD_TIMEOUT = Duration.ofSeconds(20);

    private final TestAgent agent = TestAgent.unix().requireConprof();

    @TempDir
    private Path folder;

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    @Test
    void agentThatNeverAnswers_delaysTheServerNoLongerThanTheUploadTimeout() throws IOException {
        Path archive = folder.resolve("shop.war");
        Applications.web("shop.war").as(ZipExporter.class).exportTo(archive.toFile());
        agent.fail(Fault.noAnswer());
        Duration without = timeToStopWithoutUs(archive);
        Duration with;
        try (WildFlyServer server = WildFlyServer.installed(Jdk.current())
                .settings(Map.of(
                        "agent-socket",
                        agent.address(),
                        "period",
                        "5m",
                        "upload-timeout",
                        UPLOAD_TIMEOUT.toSeconds() + "s"))
                .boots(archive)) {
            with = timeToStop(server);
        }
        assertThat(agent.requests()).isPositive();
        // the machine is not the same in every second: what the server takes by itself is measured before and after
        Duration again = timeToStopWithoutUs(archive);
        Duration slower = again.compareTo(without) > 0 ? again : without;
        System.out.printf(
                "stop: %d and %d ms without us, %d ms with an Agent that never answers%n",
                without.toMillis(), again.toMillis(), with.toMillis());
        assertThat(with).isLessThan(slower.plus(UPLOAD_TIMEOUT));
    }

    private static Duration timeToStopWithoutUs(Path archive) throws IOException {
        try (WildFlyServer server = WildFlyServer.without(Jdk.current()).boots(archive)) {
            return timeToStop(server);
        }
    }

    private static Duration timeToStop(WildFlyServer server) throws IOException {
        server.start();
        server.get("/shop/work?units=200");
        long begin = System.nanoTime();
        server.stop();
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
