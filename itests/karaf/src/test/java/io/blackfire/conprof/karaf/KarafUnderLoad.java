package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.Stack;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.demo.Load;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;

/** A server with three applications that have work to do all the time, and the Agent that gets their profiles. */
record KarafUnderLoad(TestAgent agent, KarafServer karaf, JMXConnector jmx, Load load) implements AutoCloseable {
    static final String BACKGROUND = "ticker";
    static final List<String> ALL = List.of(BACKGROUND, "shop", "billing");
    static final String CPU = "cpu-time/nanoseconds";

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PROFILER = "io.blackfire.conprof:type=Profiler";
    /** What applications do on their accounts. */
    private static final Predicate<Stack> WORK = stack -> stack.contains(Periods.SAMPLES + "work.Account.work");

    private static final int REQUESTS = 8;
    private static final int MANY_REQUESTS = 80;

    static KarafUnderLoad start(Setup setup, Jdk jdk) throws IOException {
        TestAgent agent = TestAgent.unix().requireConprof();
        KarafServer karaf = KarafServer.prepare(setup, jdk);
        try {
            karaf.etc().configure("period = 1s\noverhead-limit = 100%\nagent-socket = " + agent.address() + "\n");
            karaf.bootConprof().start();
            karaf.shell()
                    .run(
                            "feature:repo-add " + features(setup, karaf.base()),
                            "feature:install ticker shop billing monitors");
            karaf.awaitGet("/shop/burn?units=1");
            karaf.awaitGet("/billing/burn?units=1");
            return new KarafUnderLoad(agent, karaf, karaf.jmx(karaf.admin()), new Load(karaf::get).start());
        } catch (IOException | RuntimeException | AssertionError e) {
            karaf.close();
            agent.close();
            throw e;
        }
    }

    /**
     * Applications that bring what they need, all that shows what we do, one feature that adds to the servlet API, to which
     * we are wired, one that fails.
     */
    private static String features(Setup setup, Path folder) throws IOException {
        Path healthChecks = Path.of(System.getProperty("karaf.healthcheck"));
        Path file = folder.resolve("life-features.xml");
        Files.writeString(
                file,
                """
                <features name="life" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                  <feature name="ticker"><bundle>%s</bundle></feature>
                  <feature name="shop"><feature>war</feature><feature>scr</feature><bundle>%s</bundle></feature>
                  <feature name="billing"><feature>http-whiteboard</feature><bundle>%s</bundle></feature>
                  <feature name="monitors"><feature>webconsole</feature><feature>scr</feature><bundle>%s</bundle><bundle>%s</bundle></feature>
                  <feature name="unrelated"><bundle>%s</bundle></feature>
                  <feature name="broken"><bundle>%s</bundle></feature>
                </features>
                """
                        .formatted(
                                setup.app("ticker").toUri(),
                                setup.app("shop").toUri(),
                                setup.app("billing").toUri(),
                                Folders.onlyOne(healthChecks, "*.api-*").toUri(),
                                Folders.onlyOne(healthChecks, "*.core-*").toUri(),
                                Archives.fragment("jakarta.servlet-api", folder).toUri(),
                                Archives.thatCannotStart(folder).toUri()));
        return file.toUri().toString();
    }

    /**
     * Waits for a period that began after now, with work of these applications in it, what they do for requests included: Pax
     * Web may miss us at first.
     */
    void awaitProfiled(List<String> applications) {
        agent.clear();
        Instant now = Instant.now();
        try {
            Await.until("all are profiled", SOON, () -> {
                long sent = load.requests();
                Await.until("requests go on", SOON, () -> load.requests() >= sent + REQUESTS);
                flush();
                Periods later = new Periods(agent.profiles().stream()
                        .filter(profile -> !profile.start().isBefore(now))
                        .toList());
                return applications.stream()
                        .allMatch(application -> later.of(application).sum(CPU, WORK) > 0);
            });
        } catch (AssertionError e) {
            throw new AssertionError(since(now), e);
        }
    }

    /** What there is to see when it does not go on: of the Agent, of the load, of us, and the end of the log. */
    private String since(Instant start) {
        String profiled = agent.profiles().stream()
                .map(profile -> profile.application() + " " + profile.start() + " "
                        + profile.pprof().total(CPU))
                .collect(Collectors.joining("\n"));
        String log = karaf.log();
        return "since %s were profiled:\n%s\nlast failed request: %s\n%s\n%s"
                .formatted(
                        start,
                        profiled,
                        load.lastFailure(),
                        karaf.shell().run("blackfire:status", "blackfire:deployments", "bundle:list"),
                        log.substring(Math.max(0, log.length() - 20_000)));
    }

    /** Has all of us used that others may keep classes of: every command, the page, the health check. */
    void use() {
        karaf.shell()
                .run(
                        "blackfire:status",
                        "blackfire:deployments",
                        "blackfire:doctor",
                        "blackfire:stop",
                        "blackfire:start",
                        "blackfire:flush");
        WebConsole console = WebConsole.of(karaf).as(karaf.admin());
        Await.until("the page", SOON, () -> console.status("blackfire") == 200);
        Await.until("the health check", SOON, () -> karaf.shell().health().contains("Blackfire Conprof is"));
    }

    /** Each application's profile has what it used by its own account, and the server's has nothing of theirs. */
    void assertShares() {
        // the period begins while this flush is under way
        Map<String, Long> first = accounts();
        flush();
        agent.clear();
        Map<String, Long> before = accounts();
        long sent = load.requests();
        Await.until("many requests", SOON, () -> load.requests() >= sent + MANY_REQUESTS);
        Map<String, Long> after = accounts();
        flush();
        Map<String, Long> last = accounts();
        Periods all = new Periods(agent.profiles());
        for (String application : ALL) {
            assertThat(all.of(application).sum(CPU, WORK))
                    .as(application)
                    .isBetween(
                            (after.get(application) - before.get(application)) * 80 / 100,
                            (last.get(application) - first.get(application)) * 120 / 100);
        }
        assertThat(all.of("root").stacksOfApplications()).isEmpty();
    }

    private Map<String, Long> accounts() {
        return ALL.stream()
                .collect(Collectors.toMap(
                        application -> application,
                        application -> Long.parseLong(karaf.awaitGet("/shop/burn?account=" + application))));
    }

    /** When the profiler's state was entered, which tells one life of ours from the next. */
    Object runningSince() {
        try {
            return jmx.getMBeanServerConnection().getAttribute(new ObjectName(PROFILER), "Since");
        } catch (JMException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the period early. */
    private void flush() {
        try {
            jmx.getMBeanServerConnection().invoke(new ObjectName(PROFILER), "flush", null, null);
        } catch (InstanceNotFoundException e) {
            // between two lives
        } catch (JMException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of the newest profile of an application that did arrive. */
    long newestNumber(String application) {
        return new Periods(agent.profiles())
                .of(application).profiles().stream()
                        .mapToLong(profile -> Long.parseLong(profile.tags().get("profile_seq")))
                        .max()
                        .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        load.close();
        jmx.close();
        karaf.close();
        agent.close();
    }
}
