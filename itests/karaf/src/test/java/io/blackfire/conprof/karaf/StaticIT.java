package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;

/** Karaf as a static distribution has it: its launcher and its home, but no features service, and none that will come. */
class StaticIT {
    private final Setup setup = Setup.ofSystemProperties();

    @Test
    void applications_areFoundWithoutFeatures() throws IOException {
        try (TestAgent agent = TestAgent.unix().requireConprof();
                KarafServer karaf = KarafServer.prepare(setup, Jdk.current())) {
            karaf.etc().configure("period = 1s\nagent-socket = " + agent.address() + "\n");
            karaf.bootStatic(Map.of(
                            "io.blackfire.conprof/conprof-bundle/" + setup.version(),
                            bundle(),
                            "io.blackfire.conprof.apps/ticker/1.0",
                            setup.app("ticker")))
                    .start();
            agent.awaitProfiles(
                    profiles -> new Periods(profiles).of("ticker").total("cpu-time/nanoseconds") > 300_000_000,
                    Duration.ofSeconds(60));
            assertThat(new Periods(agent.profiles()).applications()).isEqualTo(Set.of("ticker", "root"));
            assertThat(karaf.log()).doesNotContain("\tat io.blackfire.conprof.");
            assertThat(agent.violations()).isEmpty();
        }
    }

    private Path bundle() {
        return Folders.onlyOne(
                setup.repository().resolve("io/blackfire/conprof/conprof-bundle/" + setup.version()), "*.jar");
    }
}
