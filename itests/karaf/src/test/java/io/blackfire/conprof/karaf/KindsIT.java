package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.Stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/** One application of each kind that Karaf runs, all at once, each profile beside the application's own account. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KindsIT {
    private static final String SERVER = "root";
    private static final String CPU = "cpu-time/nanoseconds";
    /** To start Camel, for one, is an application's work as well, but not on its account. */
    private static final String ON_ACCOUNT = Periods.SAMPLES + "work.Account.work";

    private final KindsAtWork work = new KindsAtWork();
    private Periods all;

    @BeforeAll
    void letAllWork() throws IOException {
        all = work.run();
    }

    @AfterAll
    void stopKaraf() throws IOException {
        work.close();
    }

    static List<Kind> kinds() {
        return Kind.all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void cpu_isWhatTheApplicationUsed(Kind kind) {
        long used = kind.accounts().stream().mapToLong(work.accounts()::get).sum();
        // short jobs in many threads: what one used in a period in which it was never sampled is in no profile
        assertThat(all.of(kind.name()).sum(CPU, stack -> stack.contains(ON_ACCOUNT)))
                .isCloseTo(used, withinPercentage(20));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void labels_tellWhatIsDeployedWhere(Kind kind) {
        assertThat(all.of(kind.name()).profiles()).isNotEmpty().allSatisfy(profile -> assertThat(profile.tags())
                .containsAllEntriesOf(kind.tags()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void stacks_areOfNoOtherApplication(Kind kind) {
        assertThat(all.of(kind.name()).applicationPackages()).isSubsetOf(withShared(kind.code()));
    }

    @Test
    void server_hasNothingOfTheirs() {
        Periods server = all.of(SERVER);
        assertThat(server.applicationPackages()).isSubsetOf(withShared(Set.of()));
        // a first request may come in before the profiler knows that its application is there
        long shared = server.sum(CPU, stack -> stack.contains(Periods.SAMPLES));
        assertThat(shared).isLessThan(all.total(CPU) / 100);
    }

    static List<Kind> kindsWithThreads() {
        return Kind.all().stream().filter(kind -> !kind.threads().isEmpty()).toList();
    }

    /** An application's own threads are its own while they wait and while a library works there, too. */
    @ParameterizedTest
    @MethodSource("kindsWithThreads")
    void threads_areTheApplicationsAlone(Kind kind) {
        for (String thread : kind.threads()) {
            List<ReceivedProfile> own = withWholeStacks(all.of(kind.name()), thread);
            assertThat(own).as(thread).isNotEmpty();
            Instant begun = own.get(0).start();
            assertThat(withWholeStacks(all, thread))
                    .as(() -> "stacks of " + thread + " that are not its own: " + stacksOfOthers(kind, thread))
                    .filteredOn(profile -> !profile.start().isBefore(begun))
                    .extracting(ReceivedProfile::application)
                    .containsOnly(kind.name());
        }
    }

    @Test
    void modules_areLabelsOfSamples() {
        Map<String, Long> cpu = all.of("crm").profiles().stream()
                .flatMap(profile -> profile.pprof().samples().stream())
                .collect(Collectors.groupingBy(
                        sample -> sample.labels().getOrDefault("module", ""),
                        Collectors.summingLong(sample -> sample.values().get(0))));
        Map.of("crm-web", "crm", "crm-customers", "customers", "crm-contracts", "contracts")
                .forEach((module, account) -> assertThat(cpu.remove("io.blackfire.conprof.apps." + module))
                        .as(module)
                        .isCloseTo(work.accounts().get(account), withinPercentage(15)));
        assertThat(cpu.values().stream().mapToLong(Long::longValue).sum())
                .isLessThan(all.of("crm").total(CPU) / 100);
    }

    private static Set<String> withShared(Set<String> code) {
        return Stream.concat(Stream.of("web", "work"), code.stream()).collect(Collectors.toSet());
    }

    private Set<Stack> stacksOfOthers(Kind kind, String thread) {
        return all.profiles().stream()
                .filter(profile -> !profile.application().equals(kind.name()))
                .flatMap(profile -> profile.pprof().samplesOfItsTime().stream())
                .filter(sample -> thread.equals(sample.labels().get("thread name")))
                .map(sample -> sample.stack())
                .collect(Collectors.toSet());
    }

    private static List<ReceivedProfile> withWholeStacks(Periods periods, String thread) {
        return periods.profiles().stream()
                .filter(profile -> profile.pprof().samplesOfItsTime().stream()
                        .anyMatch(sample -> thread.equals(sample.labels().get("thread name"))
                                && sample.stack().root().matches("java\\..*\\.run")))
                .toList();
    }
}
