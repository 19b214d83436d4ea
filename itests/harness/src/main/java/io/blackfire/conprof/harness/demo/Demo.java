package io.blackfire.conprof.harness.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.blackfire.conprof.harness.DimensionsTable;
import io.blackfire.conprof.harness.FlameGraph;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Folders;

/** {@code mvn -Pdemo}: a real server, our plugin, two applications of different weight, and what the Agent receives. */
public final class Demo {
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final Path results = Path.of(System.getProperty("demo.results"));
    private final DemoServer server;
    private final long seconds = Long.getLong("demo.seconds", 60);
    private final Instant begin = Instant.now();
    private final Set<Instant> shown = new HashSet<>();

    private Demo(DemoServer server) {
        this.server = server;
    }

    /** Runs the demo on this server, which does not run yet. */
    public static void run(DemoServer server) throws IOException {
        new Demo(server).run();
    }

    private void run() throws IOException {
        Folders.delete(results);
        Files.createDirectories(results);
        try (TestAgent agent = TestAgent.unix();
                server) {
            Thread interrupted = closeOnInterrupt();
            say("An Agent for tests listens at " + agent.address());
            server.start(Map.of("period", PERIOD.toSeconds() + "s", "agent-socket", agent.address()), this::say);
            say("Sending load: each request to shop is three times the work of one to billing");
            say(seconds == 0 ? "Until Ctrl-C:" : "For " + seconds + " seconds:");
            try (Load load = new Load(server::get).start()) {
                watch(agent);
                say(load.requests() + " requests were sent");
            }
            System.out.println("\n" + server.status());
            Runtime.getRuntime().removeShutdownHook(interrupted);
        }
        leave();
    }

    /** Shows every period once all its profiles are there: when one of the next period has come. */
    private void watch(TestAgent agent) throws IOException {
        Instant end = seconds == 0 ? Instant.MAX : Instant.now().plusSeconds(seconds);
        while (Instant.now().isBefore(end)) {
            int known = shown.size();
            Duration patience = PERIOD.multipliedBy(3);
            agent.await(
                    "one more period",
                    any -> finished(any).size() > known || !Instant.now().isBefore(end),
                    patience);
            show(agent, finished(agent));
        }
        show(agent, starts(agent));
    }

    private void show(TestAgent agent, Set<Instant> periods) throws IOException {
        for (Instant start : periods.stream().sorted().toList()) {
            if (shown.add(start)) {
                List<ReceivedProfile> period = agent.profiles().stream()
                        .filter(profile -> profile.start().equals(start))
                        .toList();
                System.out.print("\n" + DimensionsTable.of(period));
                for (ReceivedProfile profile : period) {
                    Files.write(results.resolve(fileName(profile)), profile.pprofBytes());
                    // over those of the period before
                    FlameGraph.write(profile.pprof(), profile.application(), results);
                }
            }
        }
    }

    private static Set<Instant> starts(TestAgent agent) {
        Set<Instant> starts = new HashSet<>();
        agent.profiles().forEach(profile -> starts.add(profile.start()));
        return starts;
    }

    private static Set<Instant> finished(TestAgent agent) {
        Set<Instant> starts = starts(agent);
        starts.stream().max(Instant::compareTo).ifPresent(starts::remove);
        return starts;
    }

    private void leave() {
        say("The profiles received (pprof) and flame graphs (HTML) are in " + results);
    }

    private static String fileName(ReceivedProfile profile) {
        int sequence = Integer.parseInt(profile.tags().get("profile_seq"));
        return String.format("%s-%03d.pprof", profile.application().replaceAll("[^\\w.-]", "_"), sequence);
    }

    private Thread closeOnInterrupt() {
        Thread hook = new Thread(() -> {
            try {
                server.close();
                leave();
            } catch (IOException e) {
                System.err.println(e);
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    private void say(String text) {
        System.out.printf("[%3d s] %s%n", Duration.between(begin, Instant.now()).toSeconds(), text);
    }
}
