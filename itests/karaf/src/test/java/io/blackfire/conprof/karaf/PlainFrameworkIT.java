package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** The bundle alone in Felix. */
class PlainFrameworkIT {
    private final Setup setup = Setup.ofSystemProperties();

    @TempDir
    private Path folder;

    static List<Jdk> jdks() throws IOException {
        return Jdk.tested();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void bundle_profilesApplicationsWithoutAnyService(Jdk jdk) throws Exception {
        try (TestAgent agent = TestAgent.unix().requireConprof()) {
            Process process = launch(jdk, agent.address());
            try {
                agent.awaitProfiles(
                        profiles -> new Periods(profiles).of("ticker").total("cpu-time/nanoseconds") > 300_000_000
                                && new Periods(profiles).of("Größe_ Maß und 値段").total("wall-time/nanoseconds") > 0,
                        Duration.ofSeconds(60));
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\n" + Files.readString(folder.resolve("output.log")), e);
            } finally {
                process.destroy();
                if (!process.waitFor(30, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            }
            assertThat(agent.violations()).isEmpty();
            assertThat(Files.readString(folder.resolve("output.log"))).doesNotContain("\tat ");
        }
    }

    private Process launch(Jdk jdk, String socket) throws IOException {
        Path felix = Folders.onlyOne(
                Folders.onlyOne(setup.home().resolve("system/org/apache/felix/org.apache.felix.framework"), "*"),
                "*.jar");
        Path classes = Path.of("target/classes").toAbsolutePath();
        Path bundle = Folders.onlyOne(
                setup.repository().resolve("io/blackfire/conprof/conprof-bundle/" + setup.version()), "*.jar");
        return new ProcessBuilder(List.of(
                        jdk.program("java").toString(),
                        "-Dblackfire.conprof.period=2s",
                        "-Dblackfire.conprof.agent-socket=" + socket,
                        "-cp",
                        felix + ":" + classes,
                        PlainFramework.class.getName(),
                        folder.resolve("framework").toString(),
                        bundle.toString(),
                        setup.app("ticker").toString(),
                        setup.app("named").toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile())
                .start();
    }
}
