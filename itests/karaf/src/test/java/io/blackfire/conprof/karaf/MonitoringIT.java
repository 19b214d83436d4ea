package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What monitoring sees of the profiler: JMX from afar, with roles, and Felix Health Checks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private TestAgent agent;
    private KarafServer karaf;
    private Login viewer;
    private Login manager;
    private ObjectName profiler;

    @BeforeAll
    void startKaraf() throws Exception {
        profiler = new ObjectName("io.blackfire.conprof:type=Profiler");
        agent = TestAgent.tcp().requireConprof();
        karaf = KarafServer.prepare(Setup.ofSystemProperties(), Jdk.withShell());
        karaf.etc()
                .configure("period = 1h\nupload-timeout = 10s\nserver-token = secret-of-tests\n" + "agent-socket = "
                        + agent.address() + "\n");
        viewer = karaf.addUser("watcher", "viewer");
        manager = karaf.addUser("boss", "manager");
        karaf.etc().bootFeatures("scr");
        karaf.bootWeb().bootConprof().start();
        as(
                karaf.admin(),
                server -> Await.until("running", SOON, () -> state(server).equals("running")));
    }

    @AfterAll
    void stopKaraf() throws IOException {
        if (karaf != null) {
            karaf.close();
        }
        agent.close();
    }

    private interface Work {
        void with(MBeanServerConnection server) throws Exception;
    }

    private void as(Login login, Work work) throws Exception {
        try (JMXConnector connector = karaf.jmx(login)) {
            work.with(connector.getMBeanServerConnection());
        }
    }

    private Object get(MBeanServerConnection server, String attribute) throws JMException, IOException {
        return server.getAttribute(profiler, attribute);
    }

    private Object call(MBeanServerConnection server, String operation) throws JMException, IOException {
        return server.invoke(profiler, operation, null, null);
    }

    /** Empty while there is no such MBean. */
    private String state(MBeanServerConnection server) {
        try {
            return server.isRegistered(profiler) ? (String) get(server, "State") : "";
        } catch (JMException | IOException e) {
            return "";
        }
    }

    @Test
    void manager_seesAndSteersFromAfar() throws Exception {
        as(manager, server -> {
            agent.clear();
            assertThat(call(server, "flush")).isEqualTo(true);
            assertThat(agent.profiles()).isNotEmpty();
            TabularData applications = (TabularData) get(server, "Applications");
            CompositeData root =
                    (CompositeData) applications.get(new Object[] {"root"}).get("value");
            assertThat(root.get("server")).isEqualTo(true);
            assertThat((Long) root.get("delivered")).isPositive();
            assertThat(get(server, "Settings").toString())
                    .contains(agent.address(), "***")
                    .doesNotContain("secret-of-tests");
            call(server, "stop");
            assertThat(get(server, "State")).isEqualTo("stopped");
            assertThat(call(server, "flush")).isEqualTo(false);
            call(server, "start");
            Await.until("running", SOON, () -> state(server).equals("running"));
        });
        assertThat(agent.violations()).isEmpty();
    }

    @Test
    void viewer_seesAndDoesNotSteer() throws Exception {
        as(viewer, server -> {
            assertThat(get(server, "State")).isEqualTo("running");
            for (String operation : List.of("stop", "start", "flush")) {
                assertThatThrownBy(() -> call(server, operation)).isInstanceOf(SecurityException.class);
            }
            assertThat(get(server, "State")).isEqualTo("running");
        });
    }

    @Test
    void stoppedBundle_isNotThereAnyLonger() throws Exception {
        as(karaf.admin(), server -> {
            karaf.shell().run("bundle:stop io.blackfire.conprof");
            assertThat(server.isRegistered(profiler)).isFalse();
            karaf.shell().run("bundle:start io.blackfire.conprof");
            Await.until("running again", SOON, () -> state(server).equals("running"));
        });
    }

    @Test
    void healthCheck_comesAndGoesWithThoseWhoRunIt() throws Exception {
        List<Path> bundles;
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("karaf.healthcheck")))) {
            bundles = files.toList();
        }
        as(karaf.admin(), server -> {
            Object started = get(server, "Since");
            for (Path bundle : bundles) {
                karaf.deploy(bundle);
            }
            awaitHealth("Blackfire Conprof is RUNNING");
            assertThat(karaf.shell().health()).contains("Result: OK");
            karaf.shell().run("config:property-set --pid io.blackfire.conprof cpu-rate x");
            awaitHealth("cpu-rate=x refused");
            assertThat(karaf.shell().health()).contains("Result: WARN");
            assertThat((CompositeData[]) get(server, "Refused")).singleElement().satisfies(refused -> assertThat(
                            refused.getAll(new String[] {"key", "value", "kept"}))
                    .containsExactly("cpu-rate", "x", "100"));
            karaf.shell().run("config:property-delete --pid io.blackfire.conprof cpu-rate");
            awaitHealth("Result: OK");
            assertThat(get(server, "Since")).as("not refreshed").isEqualTo(started);
            call(server, "stop");
            awaitHealth("Result: WARN");
            assertThat(karaf.shell().health()).contains("STOPPED");
            call(server, "start");
            awaitHealth("Result: OK");
            Object since = get(server, "Since");
            for (Path bundle : bundles) {
                karaf.undeploy(bundle);
            }
            Await.until("no health check", SOON, () -> !karaf.shell()
                    .run("service:list org.apache.felix.hc.api.HealthCheck")
                    .contains("hc.name"));
            assertThat(get(server, "State")).isEqualTo("running");
            assertThat(get(server, "Since")).as("not refreshed").isEqualTo(since);
        });
    }

    private void awaitHealth(String part) {
        String[] health = new String[1];
        try {
            Await.until(part, SOON, () -> {
                health[0] = karaf.shell().health();
                return health[0].contains(part);
            });
        } catch (AssertionError e) {
            throw new AssertionError(health[0] + "\n" + karaf.log(), e);
        }
    }
}
