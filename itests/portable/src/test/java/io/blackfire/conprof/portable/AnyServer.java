package io.blackfire.conprof.portable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.ee.Applications;
import io.blackfire.conprof.ee.inject.ProfilerServlet;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The profiler in the applications of a server that knows nothing of it, or among its libraries. */
abstract class AnyServer {
    private static final Path JAR = Path.of(System.getProperty("portable.jar"));
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Pattern LIBRARY = Pattern.compile("/\\S*libasyncProfiler\\S*\\.so");
    private static final String CPU = "cpu-time/nanoseconds";
    private static final double MOST_LEFT_IN_SERVER = 0.02;
    private static final int UNITS = 300;
    private static final int RATIO = 3;
    private static final int TURNS = 4;
    private static final int TIMES = 3;
    private static final double TOLERANCE = 0.1;

    protected final TestAgent agent = TestAgent.unix().requireConprof();

    @TempDir
    private Path folder;

    private PortableServer server;

    /** Which server. */
    abstract Product product();

    /** What the label says. */
    abstract String kind();

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        agent.close();
    }

    private Path archive(WebArchive archive) {
        Path file = folder.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(file.toFile());
        return file;
    }

    private Path withJar(String name) {
        return archive(using(name).addAsLibrary(JAR.toFile()));
    }

    private static WebArchive using(String name) {
        return Applications.web(name)
                .addClass(ProfilerServlet.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    private Path without(String name) {
        return archive(Applications.web(name));
    }

    private void start(List<Path> libraries, Path... archives) throws IOException {
        Map<String, String> settings =
                Map.of("blackfire.conprof.agent-socket", agent.address(), "blackfire.conprof.period", "2s");
        server = PortableServer.start(product(), new Setup(List.of(archives), libraries, settings));
        for (Path archive : archives) {
            server.awaitPage(page(archive.getFileName().toString(), 1));
        }
    }

    private static String page(String archive, int units) {
        return "/" + archive.replace(".war", "") + "/work?units=" + units;
    }

    /** Until the applications' work is in profiles of their own. */
    private void awaitWork(Map<String, String> applications) {
        List<String> missing = new ArrayList<>(applications.keySet());
        Await.until("profiles of " + missing + " among " + names(), DEADLINE, () -> {
            applications.values().forEach(archive -> server.get(page(archive, UNITS)));
            missing.removeIf(application -> worked(application) > 0);
            return missing.isEmpty();
        });
        assertThat(agent.violations()).isEmpty();
    }

    private Set<String> names() {
        return agent.profiles().stream().map(ReceivedProfile::application).collect(Collectors.toSet());
    }

    private long worked(String application) {
        return of(application).stream()
                .mapToLong(profile -> profile.pprof().sum(CPU, stack -> stack.contains("WorkServlet.doGet")))
                .sum();
    }

    private List<ReceivedProfile> of(String application) {
        return agent.profiles().stream()
                .filter(profile -> profile.application().equals(application))
                .toList();
    }

    /** One native library, one upload for each application and period, and no work of theirs in the server's profile. */
    private void assertOneProfiler() throws IOException {
        Set<String> libraries =
                LIBRARY.matcher(server.maps()).results().map(MatchResult::group).collect(Collectors.toSet());
        assertThat(libraries).hasSize(1);
        assertThat(agent.profiles())
                .extracting(profile -> profile.application() + " " + profile.start())
                .doesNotHaveDuplicates();
    }

    /** How much more the one's work is than the other's, who have the same classes; within 10 %, or the last of three. */
    private double divided(String shop, String billing) {
        double ratio = 0;
        for (int i = 0; i < TIMES && Math.abs(ratio / RATIO - 1) > TOLERANCE; i++) {
            awaitPeriod();
            agent.clear();
            for (int turn = 0; turn < TURNS; turn++) {
                server.get(page(shop, RATIO * UNITS));
                server.get(page(billing, UNITS));
            }
            awaitPeriod();
            ratio = (double) worked("shop") / worked("billing");
            System.out.printf("%s: %.2f:1%n", product(), ratio);
        }
        return ratio;
    }

    /** Until there is a profile of what is after now alone. */
    private void awaitPeriod() {
        Instant now = Instant.now();
        Await.until("a period after " + now, DEADLINE, () -> agent.profiles().stream()
                .anyMatch(profile -> profile.start().isAfter(now)));
    }

    /** The part of the work of applications that we know of that is in the server's profile. */
    private double left(String... applications) {
        double owned = Stream.of(applications).mapToLong(this::worked).sum();
        double all = names().stream().mapToLong(this::worked).sum();
        double left = 1 - owned / all;
        System.out.printf("%s: %.1f %% left in the server%n", product(), left * 100);
        return left;
    }

    @Test
    void jarInApplications_profilesEachOfThem() throws IOException {
        start(List.of(), withJar("shop-2.1.war"), withJar("billing.war"), without("plain.war"));
        agent.clear();
        awaitWork(Map.of("shop", "shop-2.1.war", "billing", "billing.war"));
        assertThat(of("shop").get(0).tags())
                .containsEntry("context_path", "/shop-2.1")
                .containsEntry("server", kind());
        assertThat(of("plain")).isEmpty();
        assertThat(left("shop", "billing")).isLessThan(MOST_LEFT_IN_SERVER);
        assertThat(List.of(state("shop-2.1"), state("billing"))).containsExactlyInAnyOrder("RUNNING", "FOLLOWING");
        assertOneProfiler();
    }

    @Test
    void jarAmongTheLibraries_profilesAllApplications() throws IOException {
        start(List.of(JAR), without("shop-2.1.war"), archive(using("billing.war")), withJar("both.war"));
        agent.clear();
        awaitWork(Map.of("shop", "shop-2.1.war", "billing", "billing.war", "both", "both.war"));
        assertThat(left("shop", "billing", "both")).isLessThan(MOST_LEFT_IN_SERVER);
        if (product().showsLibraries()) {
            assertThat(state("billing")).isIn("RUNNING", "FOLLOWING");
        }
        assertThat(divided("shop-2.1.war", "billing.war")).isCloseTo(RATIO, withinPercentage(100 * TOLERANCE));
        assertOneProfiler();
    }

    @Test
    void applicationThatLeads_mayBeUndeployed() throws IOException {
        assumeTrue(product().undeploys(), "applications come and go with their archives");
        start(List.of(), withJar("shop-2.1.war"), withJar("billing.war"));
        awaitWork(Map.of("shop", "shop-2.1.war", "billing", "billing.war"));
        boolean shopLeads = state("shop-2.1").equals("RUNNING");
        String leader = shopLeads ? "shop-2.1" : "billing";
        String follower = shopLeads ? "billing" : "shop-2.1";
        server.undeploy(product(), leader + ".war");
        Await.until(follower + " to lead", DEADLINE, () -> state(follower).equals("RUNNING"));
        agent.clear();
        awaitWork(Map.of(shopLeads ? "billing" : "shop", follower + ".war"));
        assertOneProfiler();
    }

    /** What the profiler says that an application has. */
    private String state(String application) {
        return server.get("/" + application + "/state");
    }
}
