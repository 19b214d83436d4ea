package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Rounds;
import io.blackfire.conprof.harness.machine.Traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/** The bundle in frameworks that are not Karaf: alone, with settings by ConfigAdmin, with all that there may be. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("frameworks")
class FrameworksIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String OURS = "io.blackfire.conprof";
    private static final String FELIX = "org.apache.felix.framework";
    private static final String EQUINOX = "org.eclipse.osgi";
    private static final String CPU = "cpu-time/nanoseconds";
    private static final List<String> SCR = List.of("util.function", "util.promise", "service.component", "felix.scr");
    private static final List<String> WEB =
            List.of("pax-logging-api", "servlet-api", "commons-io", "commons-fileupload", "http.jetty");

    private static final List<String> APPS = List.of("billing", "invoices", "ticker", "work", "reports");

    private final Setup setup = Setup.ofSystemProperties();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path archives = Path.of(System.getProperty("osgi.archives"));

    @Parameter(0)
    private String name;

    @Parameter(1)
    private Jdk jdk;

    @TempDir
    private Path folder;

    private int http;
    private TestAgent agent;
    private FrameworkProcess framework;

    /** Each framework and each JDK in every build, each framework on each JDK before a release. */
    static Stream<Arguments> frameworks() throws IOException {
        List<Jdk> jdks = Jdk.tested();
        Jdk oldest = jdks.get(0);
        Jdk newest = jdks.get(jdks.size() - 1);
        List<Arguments> first = List.of(Arguments.of(FELIX, oldest), Arguments.of(EQUINOX, newest));
        List<Arguments> second = List.of(Arguments.of(FELIX, newest), Arguments.of(EQUINOX, oldest));
        return Rounds.of(List.of(first, second)).stream().flatMap(List::stream);
    }

    @BeforeEach
    void startFramework() throws IOException {
        agent = TestAgent.unix().requireConprof();
        http = Ports.free().http();
        framework = FrameworkProcess.start(
                jdk,
                archive(name + "-"),
                folder,
                "-Dblackfire.conprof.period=2s",
                "-Dblackfire.conprof.overhead-limit=100%",
                "-Dblackfire.conprof.agent-socket=" + agent.address(),
                "-Dorg.apache.felix.http.host=127.0.0.1",
                "-Dorg.osgi.service.http.port=" + http,
                "-Dorg.ops4j.pax.logging.DefaultServiceLog.level=INFO");
    }

    @AfterEach
    void stopFramework() throws IOException {
        try (TestAgent listening = agent) {
            try (FrameworkProcess running = framework) {
                running.run("uninstall " + OURS);
                Traces traces = new Traces(running.pid(), jdk);
                assertThat(traces.threads()).isEmpty();
                Await.until(
                        "no life of ours", SOON, () -> traces.loadersOf("io.blackfire.conprof.osgi.Activator") == 0);
                assertThat(traces.openFiles())
                        .noneMatch(file -> file.contains("recordings") || file.contains("conprof-bundle"));
            }
            try (Stream<Path> files = Files.walk(folder)) {
                assertThat(files).noneMatch(file -> file.endsWith("recordings"));
            }
            // of the bundle: Felix's web container, when it goes, sometimes fails by itself
            assertThat(framework.log().lines())
                    .noneMatch(line -> line.matches("\tat io\\.blackfire\\.conprof\\.(?!karaf\\.|apps\\.).*"));
            assertThat(listening.violations()).isEmpty();
        }
    }

    @Test
    void bundle_alone_profilesByItselfAndTakesSettingsWhenConfigAdminComes() {
        framework.startBundles(List.of(bundle(), setup.app("ticker"), setup.app("named")));
        agent.awaitProfiles(
                profiles -> new Periods(profiles).of("ticker").total(CPU) > 300_000_000
                        && new Periods(profiles).of("Größe_ Maß und 値段").total("wall-time/nanoseconds") > 0
                        // but the first, which ends in its second half, at random
                        && profiles.stream().anyMatch(profile -> lasts(profile) > 1500),
                SOON);
        framework.startBundles(List.of(archive("org.apache.felix.configadmin-")));
        framework.run("configure " + OURS + " period=1s deployments.names=ticker:clock");
        agent.awaitProfiles(
                profiles -> profiles.stream()
                        .anyMatch(profile -> profile.application().equals("clock") && lasts(profile) < 1500),
                SOON);
        assertThat(log("refused")).isEmpty();
        framework.run("uninstall org.apache.felix.configadmin");
        framework.startBundles(List.of(archive("org.apache.felix.configadmin-")));
        framework.run("configure " + OURS + " period=1s deployments.names=ticker:watch");
        agent.awaitProfiles(
                profiles -> profiles.stream()
                        .anyMatch(profile -> profile.application().equals("watch")),
                SOON);
        assertThat(log("Blackfire profiler stopped")).as("refreshed").isEmpty();
    }

    /** Two of its applications have the same classes, all of them: nothing but the mark tells their requests apart. */
    @Test
    void bundle_amongEverything_tellsApplicationsApart() {
        List<Path> bundles = new ArrayList<>(
                List.of(archive("org.apache.felix.configadmin-"), archive("org.apache.felix.metatype-")));
        Stream.concat(SCR.stream(), WEB.stream())
                .map(part -> archive("*" + part + "-"))
                .forEach(bundles::add);
        bundles.add(bundle());
        APPS.forEach(app -> bundles.add(setup.app(app)));
        framework.startBundles(bundles);
        framework.run("configure " + OURS + " period=1s");
        awaitRequests(periods -> Stream.of("billing", "invoices", "reports", "ticker")
                .allMatch(app -> periods.of(app).total(CPU) > 0));
        agent.awaitNewPeriod(SOON);
        agent.clear();
        awaitRequests(periods -> requestsOf(periods.of("invoices")) > 500_000_000);
        agent.awaitNewPeriod(SOON);
        Periods all = new Periods(agent.profiles());
        assertThat((double) requestsOf(all.of("billing")) / requestsOf(all.of("invoices")))
                .isCloseTo(3, withinPercentage(25));
        assertThat(requestsOf(all)).isEqualTo(requestsOf(all.of("billing")) + requestsOf(all.of("invoices")));
        assertThat(all.of("reports").total(CPU)).isPositive();
        assertThat(log("not marked")).isEmpty();
        framework.run("uninstall org.apache.felix.http.jetty");
        agent.clear();
        agent.awaitProfiles(profiles -> new Periods(profiles).of("ticker").total(CPU) > 100_000_000, SOON);
    }

    private static long requestsOf(Periods periods) {
        return periods.sum(CPU, stack -> stack.contains(Periods.SAMPLES + "web.Burn"));
    }

    /** Three times as much work for one as for the other, until something is true of what arrived. */
    private void awaitRequests(Predicate<Periods> wanted) {
        try {
            Await.until("profiles of requests", SOON, () -> {
                boolean answered = get("/billing/burn?units=30") & get("/invoices/burn?units=10");
                return answered && wanted.test(new Periods(agent.profiles()));
            });
        } catch (AssertionError e) {
            throw new AssertionError(
                    "profiles of " + new Periods(agent.profiles()).applications() + "\n" + framework.log(), e);
        }
    }

    private boolean get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        HttpResponse<String> response = client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .exceptionally(e -> null)
                .join();
        return response != null && response.statusCode() == 200;
    }

    private List<String> log(String part) {
        return framework.log().lines().filter(line -> line.contains(part)).toList();
    }

    private static long lasts(ReceivedProfile profile) {
        return Duration.between(profile.start(), profile.end()).toMillis();
    }

    private Path bundle() {
        return Folders.onlyOne(
                setup.repository().resolve("io/blackfire/conprof/conprof-bundle/" + setup.version()), "*.jar");
    }

    private Path archive(String start) {
        return Folders.onlyOne(archives, start + "*.jar");
    }
}
