package io.blackfire.conprof.ee;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Work that is asked of applications in a server that has the portable profiler, and what an Agent receives of it, every period.
 *
 * @param agent the Agent
 * @param get the body of a page of the server
 */
public record PortableLoad(TestAgent agent, UnaryOperator<String> get) {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String CPU = "cpu-time/nanoseconds";
    private static final double MOST_LEFT_IN_SERVER = 0.02;
    private static final int UNITS = 120;
    private static final int RATIO = 3;
    private static final int TURNS = 4;

    /** System properties of a server that uploads to an Agent. */
    public static Map<String, String> properties(TestAgent agent) {
        return Map.of(
                "blackfire.conprof.agent-socket",
                agent.address(),
                "blackfire.conprof.period",
                "1s",
                "blackfire.conprof.cpu-rate",
                "250",
                "blackfire.conprof.overhead-limit",
                "100%");
    }

    /** Where an application works, by its archive. */
    public static String page(String archive, int units) {
        return "/" + archive.replace(".war", "") + "/work?units=" + units;
    }

    /** What the profiler says that an application has, by its archive. */
    public String state(String archive) {
        return get.apply("/" + archive.replace(".war", "") + "/state");
    }

    /** What JMX says that the profiler has which is shown there, by any archive. */
    public String shown(String archive) {
        return get.apply("/" + archive.replace(".war", "") + "/jmx/state");
    }

    /** Until the work of these applications, by name their archives, is in profiles of their own, and hardly any in others. */
    public void assertWork(Map<String, String> applications) {
        // what others did before is not in it
        awaitPeriod();
        agent.clear();
        List<String> missing = new ArrayList<>(applications.keySet());
        Await.until("profiles of " + missing, DEADLINE, () -> {
            applications.values().forEach(archive -> get.apply(page(archive, UNITS)));
            missing.removeIf(application -> worked(application) > 0);
            return missing.isEmpty();
        });
        double owned = applications.keySet().stream().mapToLong(this::worked).sum();
        double all = names().stream().mapToLong(this::worked).sum();
        System.out.printf("%s: %.1f %% left in the server%n", applications.keySet(), (1 - owned / all) * 100);
        assertThat(1 - owned / all).isLessThan(MOST_LEFT_IN_SERVER);
        assertThat(agent.violations()).isEmpty();
    }

    /** An application's profiles. */
    public List<ReceivedProfile> of(String application) {
        return agent.profiles().stream()
                .filter(profile -> profile.application().equals(application))
                .toList();
    }

    private Set<String> names() {
        return agent.profiles().stream().map(ReceivedProfile::application).collect(Collectors.toSet());
    }

    private long worked(String application) {
        return of(application).stream()
                .mapToLong(profile -> profile.pprof().sum(CPU, stack -> stack.contains("WorkServlet.doGet")))
                .sum();
    }

    /** Two that have the same classes: each has in its profiles what it has used, the one three times as much as the other. */
    public void assertDivided(String most, String least) throws IOException {
        Measured measured = Measured.first(() -> {
            Map<String, Double> used = new TreeMap<>();
            awaitPeriod();
            agent.clear();
            for (int turn = 0; turn < TURNS; turn++) {
                used.merge(application(most), used(most, RATIO * UNITS), Double::sum);
                used.merge(application(least), used(least, UNITS), Double::sum);
            }
            awaitPeriod();
            return Measured.of(used, new Received(agent.profiles()), this::worked);
        });
        assertThat(measured).matches(Measured::isClose, "within 10 % of what they used");
    }

    /** What an application uses for so many units, by its own account. */
    private double used(String archive, int units) {
        return Double.parseDouble(get.apply(page(archive, units)));
    }

    private static String application(String archive) {
        return archive.replaceFirst("(-\\d.*)?\\.war$", "");
    }

    /** Until there is a profile of what is after now alone. */
    public void awaitPeriod() {
        Instant now = Instant.now();
        Await.until("a period after " + now, DEADLINE, () -> agent.profiles().stream()
                .anyMatch(profile -> profile.start().isAfter(now)));
    }

    /** One upload for each application and period, however many copies of the profiler there are. */
    public void assertOneUploadEach() {
        assertThat(agent.profiles())
                .extracting(profile -> profile.application() + " " + profile.start())
                .doesNotHaveDuplicates();
    }

    /** Until one of these archives' copies samples for the others, and which. */
    public String awaitLeader(Set<String> archives) {
        Await.until("one to lead", DEADLINE, () -> leaders(archives).size() == 1);
        return leaders(archives).get(0);
    }

    private List<String> leaders(Set<String> archives) {
        return archives.stream()
                .filter(archive -> state(archive).equals("RUNNING"))
                .toList();
    }
}
