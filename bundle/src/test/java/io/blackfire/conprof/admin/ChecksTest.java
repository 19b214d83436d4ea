package io.blackfire.conprof.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import com.acme.shared.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerConfig;
import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.ProfilerStatus.State;
import io.blackfire.conprof.admin.Finding.Level;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.Fault;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

class ChecksTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private static ProfilerStatus status(State state, String reason, String version, Map<String, String> settings) {
        ProfilerStatus status = Statuses.unavailable();
        return new ProfilerStatus(
                state,
                reason,
                status.since(),
                ProfilerConfig.resolve(settings),
                version,
                "",
                0,
                status.applications(),
                status.delivery(),
                status.lastPeriod());
    }

    private Path proc(String file, String text) throws IOException {
        Path path = folder.resolve("proc").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        return folder.resolve("proc");
    }

    private Kernel kernel(String paranoid, String capabilities, String seccomp, String firstSymbol) throws IOException {
        proc("sys/kernel/perf_event_paranoid", paranoid + "\n");
        proc("sys/kernel/kptr_restrict", "1\n");
        proc("kallsyms", firstSymbol + " A fixed_percpu_data\n");
        return new Kernel(
                proc("self/status", "Name:\tjava\nCapEff:\t" + capabilities + "\nSeccomp:\t" + seccomp + "\n"));
    }

    @Test
    void states_areProblemsUnlessProfilingGoesOn() {
        Set<State> well = EnumSet.of(State.STARTING, State.RUNNING, State.FOLLOWING);
        assertThat(State.values()).allSatisfy(state -> assertThat(
                        new StateCheck(status(state, "", "", Map.of())).look().level())
                .isEqualTo(well.contains(state) ? Level.OK : Level.PROBLEM));
        assertThat(new StateCheck(status(State.DISABLED, "enabled is false", "", Map.of())).look())
                .isEqualTo(Finding.problem("profiler", "disabled: enabled is false", "set enabled to true"));
    }

    @Test
    void libraryThatCannotBeLoaded_isAProblemWithItsReason() {
        String reason = "async-profiler cannot be loaded: /x: failed to map segment from shared object";
        Finding finding = new LibraryCheck(status(State.UNAVAILABLE, reason, "", Map.of())).look();
        assertThat(finding.level()).isEqualTo(Level.PROBLEM);
        assertThat(finding.seen()).isEqualTo(reason);
        assertThat(finding.advice()).contains("noexec");
        assertThat(new LibraryCheck(status(State.STOPPED, "", "", Map.of()))
                        .look()
                        .level())
                .isEqualTo(Level.OK);
    }

    @Test
    void otherProfilers_areFoundInTheMapsOfTheProcess() throws IOException {
        String line = "7f00-7f10 r-xp 00000000 08:01 42 ";
        ProfilerStatus running = status(State.RUNNING, "", "4.6", Map.of());
        Path proc =
                proc("self/maps", line + "/usr/lib/libc.so.6\n" + line + "/var/conprof/libasyncProfiler-1a2b3c4d.so\n");
        assertThat(new OthersCheck(running, proc).look().level()).isEqualTo(Level.OK);
        proc("self/maps", line + "/tmp/scratch/libjavaProfiler17.so (deleted)\n" + line + "/opt/libasyncProfiler.so\n");
        Finding finding = new OthersCheck(running, proc).look();
        assertThat(finding.level()).isEqualTo(Level.WARNING);
        assertThat(finding.seen())
                .isEqualTo("also in this JVM: /opt/libasyncProfiler.so, /tmp/scratch/libjavaProfiler17.so");
        assertThat(new OthersCheck(status(State.BUSY, "busy with it", "4.6", Map.of()), proc).look())
                .returns(Level.PROBLEM, Finding::level)
                .returns("busy with it", Finding::seen);
    }

    @Test
    void perfEvents_matterOnlyWhereTheyAreWanted() throws IOException {
        Kernel strict = kernel("4", "0", "2", "0000000000000000");
        assertThat(new PerfEventsCheck(status(State.RUNNING, "", "4.6", Map.of()), strict).look())
                .isEqualTo(Finding.ok(
                        "perf events",
                        "not wanted, cpu-engine=perf would use them; kernel.perf_event_paranoid=4, "
                                + "system calls are filtered (seccomp)"));
        ProfilerStatus wanted = status(State.RUNNING, "", "4.6", Map.of("cpu-engine", "perf"));
        assertThat(new PerfEventsCheck(wanted, strict).look())
                .returns(Level.WARNING, Finding::level)
                .extracting(Finding::advice)
                .asString()
                .startsWith("sysctl kernel.perf_event_paranoid=1, or give the server CAP_PERFMON");
        assertThat(new PerfEventsCheck(wanted, kernel("1", "0", "2", "")).look())
                .returns(Level.WARNING, Finding::level)
                .extracting(Finding::advice)
                .asString()
                .contains("seccomp");
        assertThat(new PerfEventsCheck(wanted, kernel("1", "0", "0", "")).look().level())
                .isEqualTo(Level.OK);
        // CAP_PERFMON is bit 38
        assertThat(new PerfEventsCheck(wanted, kernel("2", "0000004000000000", "0", ""))
                        .look()
                        .level())
                .isEqualTo(Level.OK);
        assertThat(new PerfEventsCheck(wanted, new Kernel(folder.resolve("none")))
                        .look()
                        .level())
                .isEqualTo(Level.WARNING);
    }

    @Test
    void kernelStacks_needNamesThatTheKernelTells() throws IOException {
        ProfilerConfig perf = ProfilerConfig.resolve(Map.of("cpu-engine", "perf"));
        Kernel hiding = kernel("2", "0", "0", "0000000000000000");
        assertThat(new KernelStacksCheck(perf, hiding).look())
                .returns(Level.WARNING, Finding::level)
                .extracting(Finding::seen)
                .asString()
                .endsWith("kernel.kptr_restrict=1, kernel.perf_event_paranoid=2");
        assertThat(new KernelStacksCheck(ProfilerConfig.resolve(Map.of()), hiding)
                        .look()
                        .level())
                .isEqualTo(Level.OK);
        assertThat(new KernelStacksCheck(perf, kernel("1", "0", "0", "ffffffff81000000"))
                        .look()
                        .level())
                .isEqualTo(Level.OK);
    }

    @Test
    void folderMountedNoexec_isNotUsable() throws IOException {
        Path own = Files.createDirectory(folder.resolve("a folder"));
        String mount = "36 35 98:0 / %s rw,nosuid%s - tmpfs tmpfs rw\n";
        String escaped = own.toRealPath().toString().replace(" ", "\\040");
        Path proc = proc("self/mountinfo", mount.formatted("/", "") + mount.formatted(escaped, ",noexec"));
        Finding finding = new FolderCheck(own, proc).look();
        assertThat(finding.level()).isEqualTo(Level.WARNING);
        assertThat(finding.seen()).contains("; not used: " + own + " is mounted noexec");
        proc("self/mountinfo", mount.formatted("/", ",noexec"));
        assertThat(new FolderCheck(own, proc).look().level()).isEqualTo(Level.PROBLEM);
        proc("self/mountinfo", mount.formatted("/", ",noexec") + mount.formatted(escaped, ""));
        assertThat(new FolderCheck(own, proc).look().level()).isEqualTo(Level.OK);
    }

    @Test
    void folderThatIsNotThere_isNotMade() throws IOException {
        Path absent = folder.resolve("one/of/many");
        assertThat(new FolderCheck(absent, proc("self/mountinfo", "")).look().seen())
                .startsWith(absent + ", ");
        assertThat(folder.resolve("one")).doesNotExist();
    }

    @Test
    void folderThatIsAFile_isToldBesideTheOneInUse() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Finding finding = new FolderCheck(file, proc("self/mountinfo", "")).look();
        assertThat(finding.level()).isEqualTo(Level.WARNING);
        assertThat(finding.seen()).contains(file + " is not a folder");
    }

    @Test
    void absentAgent_isAProblem() {
        try (TestAgent agent = TestAgent.unix()) {
            agent.crash();
            Profiler profiler = Profiler.builder().agentSocket(agent.address()).build();
            assertThat(new AgentCheck(profiler.status(), LONG).look())
                    .returns(Level.PROBLEM, Finding::level)
                    .returns("no connection to " + agent.address() + ": Connection refused", Finding::seen)
                    .extracting(Finding::advice)
                    .asString()
                    .startsWith("start the Blackfire Agent, or set agent-socket");
        }
    }

    @Test
    void agent_isJudgedByItsLastAnswer() {
        try (TestAgent agent = TestAgent.tcp()) {
            agent.fail(Fault.status(404));
            Profiler profiler = Profiler.builder()
                    .agentSocket(agent.address())
                    .uploadTimeout(Duration.ofSeconds(1))
                    .directory(folder)
                    .build();
            try {
                assertThat(new AgentCheck(profiler.status(), LONG).look())
                        .isEqualTo(Finding.ok(
                                "Agent",
                                agent.address()
                                        + " answers; the first upload will tell whether it is 2.13.0 or later"));
                profiler.start();
                // long enough for the period to have samples
                Json.print(100_000_000);
                profiler.flush();
                Await.until(
                        "an answer",
                        LONG,
                        () -> !profiler.status().delivery().problem().isEmpty());
                assertThat(new AgentCheck(profiler.status(), LONG).look())
                        .returns(Level.PROBLEM, Finding::level)
                        .returns("update the Blackfire Agent to 2.13.0 or later", Finding::advice);
                agent.recover();
                Await.until("a delivery", LONG, profiler::flush);
                assertThat(new AgentCheck(profiler.status(), LONG).look().level())
                        .isEqualTo(Level.OK);
            } finally {
                profiler.stop();
            }
        }
    }

    @Test
    void refusedSettings_areNamed() {
        assertThat(new SettingsCheck(ProfilerConfig.resolve(Map.of("period", "x", "server-token", "\u0000"))).look())
                .returns(Level.WARNING, Finding::level)
                .extracting(Finding::seen)
                .asString()
                .contains("period=x refused: ")
                .contains("server-token=*** refused: ");
    }
}
