package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Lifelines;
import io.blackfire.conprof.harness.machine.Lifelines.Line;
import io.blackfire.conprof.harness.machine.Rounds;
import io.blackfire.conprof.harness.machine.Traces;

import static io.blackfire.conprof.karaf.KarafUnderLoad.ALL;
import static io.blackfire.conprof.karaf.KarafUnderLoad.BACKGROUND;
import static org.assertj.core.api.Assertions.assertThat;

/** A server under load whose bundles come and go, ours too: profiling goes on, and nothing piles up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LifeIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int ROUNDS = Rounds.of(20);
    /** What may be one more or less at any moment, whatever we do: far fewer than one a round. */
    private static final int FEW = 6;

    private static final int WARM = 1;
    /** What requests under way have, and what Karaf's features and its shell take and give back late. */
    private static final Map<Line, Long> MOST = Map.of(
            Line.HEAP,
            12L << 20,
            Line.THREADS,
            (long) FEW,
            Line.DESCRIPTORS,
            (long) FEW,
            Line.FILES,
            2L,
            Line.CLASSES,
            500L,
            Line.CLASS_LOADERS,
            (long) FEW);

    private static final String OURS = "io.blackfire.conprof.osgi.Activator";
    private static final String TICKERS = "io.blackfire.conprof.apps.ticker.Ticker";

    private KarafUnderLoad life;
    private KarafShell shell;
    private Traces traces;
    private int logged;
    private int files;
    private int threads;

    @BeforeAll
    void startKaraf() throws IOException {
        Jdk jdk = Jdk.withShell();
        life = KarafUnderLoad.start(Setup.ofSystemProperties(), jdk);
        shell = life.karaf().shell();
        traces = new Traces(life.karaf().pid(), jdk);
        life.awaitProfiled(ALL);
    }

    @AfterAll
    void stopKaraf() throws IOException {
        if (life != null) {
            life.close();
        }
    }

    @BeforeEach
    void use() {
        life.use();
        logged = life.karaf().log().length();
        files = traces.regularFiles().size();
        threads = threads().size();
    }

    /** It is one process from the first test to the last: a crash would end it. */
    @AfterEach
    void nothingPiledUp() {
        Await.until("one life of ours", SOON, () -> traces.loadersOf(OURS) == 1);
        Await.until("one life of an application", SOON, () -> traces.loadersOf(TICKERS) == 1);
        assertThat(traces.threads()).doesNotHaveDuplicates().contains("blackfire-conprof", "blackfire-conprof-upload");
        assertThat(traces.libraries()).hasSize(1);
        // a lock, a recording, and after a period's end what is read: the same or another one, and what is alive
        assertThat(traces.openFiles())
                .filteredOn(file -> file.contains("/recordings/"))
                .hasSizeLessThanOrEqualTo(4);
        assertThat(life.karaf().recordings()).hasSize(1);
        assertThat(traces.regularFiles()).hasSizeLessThan(files + FEW);
        assertThat(threads()).hasSizeLessThan(threads + FEW);
        life.assertShares();
        // a request that met us half gone, see below, may have been in our marking
        assertThat(log())
                .noneMatch(line -> line.matches("\tat io\\.blackfire\\.conprof\\.(?!apps\\.|osgi\\.web\\.Marking).*"));
        assertThat(log())
                .filteredOn(line -> line.contains("| WARN ") || line.contains("| ERROR "))
                .noneMatch(line -> line.contains("| conprof "));
        assertThat(life.agent().violations()).isEmpty();
    }

    /**
     * All threads but those that others leave, without us as well: Karaf's shell one or two for each connection, for a
     * minute; Pax Web three each time that its extender is refreshed.
     */
    private List<String> threads() {
        return traces.allThreads().stream()
                .filter(name -> !name.matches("session-\\d+-thread-\\d+|wab-extender-\\d+-thread-\\d+"))
                .toList();
    }

    private List<String> log() {
        return life.karaf().log().substring(logged).lines().toList();
    }

    static Stream<Arguments> disturbances() {
        return Stream.of(
                Arguments.of("update", "bundle:update io.blackfire.conprof"),
                Arguments.of("refresh", "bundle:refresh io.blackfire.conprof"),
                Arguments.of("stop and start", "bundle:stop io.blackfire.conprof; bundle:start io.blackfire.conprof"),
                Arguments.of(
                        "uninstall and install again",
                        "feature:uninstall blackfire-conprof; feature:install blackfire-conprof"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("disturbances")
    void profiling_goesOnAfter(String name, String command) throws IOException {
        Lifelines lifelines = new Lifelines(traces, life.karaf().base().resolve("data/blackfire-conprof"))
                .withoutThreads("session-\\d+-.*|wab-extender-.*");
        long failures = life.load().failures();
        long number = life.newestNumber(BACKGROUND);
        for (int round = 0; round < ROUNDS; round++) {
            rounds(1, again -> command);
            lifelines.look();
        }
        lifelines.assertFlat("Karaf " + name, WARM, MOST);
        // Pax Web 8 changes its list of preprocessors while requests go through it, so one of thousands may meet us
        // half gone
        assertThat(life.load().failures())
                .as(() -> "requests that noticed, of which the last is "
                        + life.load().lastFailure())
                .isLessThanOrEqualTo(failures + Math.max(1, ROUNDS / 10));
        assertThat(life.newestNumber(BACKGROUND)).isGreaterThanOrEqualTo(number + ROUNDS);
    }

    /**
     * Without the Web Console, which comes back after it: started by a refresh, it waits for Pax Web's thread, which may
     * wait in Jasper's dynamic imports until the refresh is over. That server hangs for good, with or without us.
     */
    @Test
    void profiling_goesOnAfterAnUnrelatedFeatureRefreshedUs() {
        Set<Object> lives = new HashSet<>();
        shell.run("feature:uninstall monitors");
        life.awaitProfiled(ALL);
        for (int round = 0; round < ROUNDS; round++) {
            lives.add(life.runningSince());
            shell.run("feature:" + (round % 2 == 0 ? "install" : "uninstall") + " unrelated");
            life.awaitProfiled(ALL);
        }
        lives.add(life.runningSince());
        shell.run("feature:install monitors");
        life.awaitProfiled(ALL);
        assertThat(lives).hasSize(1 + ROUNDS);
        // when a fragment goes, the framework refreshes and Karaf tells nothing
        Await.until("the reason", SOON, () -> log().stream()
                .anyMatch(line -> line.contains("io.blackfire.conprof/") && line.contains("(Wired to ")));
    }

    @Test
    void profiling_goesOnWhenTheWebContainerComesAfterUsAndBeforeUs() {
        rounds(2, round -> {
            shell.run("feature:uninstall shop billing monitors");
            life.awaitProfiled(List.of(BACKGROUND));
            return round % 2 == 0
                    ? "feature:install shop billing monitors"
                    : "feature:uninstall blackfire-conprof; feature:install shop billing monitors; "
                            + "feature:install blackfire-conprof";
        });
    }

    @Test
    void updatedApplication_isNotKept() {
        rounds(ROUNDS, round -> "bundle:update io.blackfire.conprof.apps.ticker");
    }

    @Test
    void manyLivesAtOnce_endInOneThatProfiles() {
        shell.run("bundle:restart io.blackfire.conprof; ".repeat(ROUNDS));
        life.awaitProfiled(ALL);
    }

    @Test
    void failedInstallation_hidesNoApplication() throws IOException {
        assertThat(shell.fail("feature:install broken")).contains("broken");
        life.karaf().deploy("named");
        life.awaitProfiled(List.of("Größe_ Maß und 値段"));
        life.karaf().undeploy("named");
        shell.run("feature:uninstall broken");
    }

    @Test
    void uninstalled_nothingIsLeft() {
        shell.run("feature:uninstall blackfire-conprof");
        try {
            Await.until("no life of ours", SOON, () -> traces.loadersOf(OURS) == 0);
            assertThat(traces.threads()).isEmpty();
            assertThat(traces.threadsIn("io.blackfire.conprof.(?!apps\\.)")).isEmpty();
            assertThat(traces.openFiles())
                    .noneMatch(file -> file.contains("conprof-bundle") || file.contains("recordings"));
            assertThat(life.karaf().recordings()).isEmpty();
        } finally {
            shell.run("feature:install blackfire-conprof");
            life.awaitProfiled(ALL);
        }
    }

    private void rounds(int rounds, IntFunction<String> command) {
        for (int round = 0; round < rounds; round++) {
            shell.run(command.apply(round));
            life.awaitProfiled(ALL);
        }
    }
}
