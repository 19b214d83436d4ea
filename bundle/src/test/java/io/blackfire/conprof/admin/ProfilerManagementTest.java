package io.blackfire.conprof.admin;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;

import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;

import com.acme.shared.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.Profiler;
import io.blackfire.conprof.ProfilerStatus;
import io.blackfire.conprof.Rank;
import io.blackfire.conprof.Setting;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

class ProfilerManagementTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final TestAgent agent = TestAgent.unix();
    private ObjectName name;
    private JMXConnectorServer remote;
    private JMXConnector client;
    private MBeanServerConnection connection;

    @TempDir
    private Path folder;

    @BeforeEach
    void connect() throws Exception {
        name = new ObjectName(ProfilerMXBean.NAME);
        remote = JMXConnectorServerFactory.newJMXConnectorServer(new JMXServiceURL("service:jmx:rmi://"), null, server);
        remote.start();
        client = JMXConnectorFactory.connect(remote.getAddress());
        connection = client.getMBeanServerConnection();
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
        remote.stop();
        agent.close();
    }

    private Profiler profiler() {
        return Profiler.builder()
                .agentSocket(agent.address())
                .serverToken(Statuses.TOKEN)
                .directory(folder)
                .build();
    }

    private Object get(String attribute) throws Exception {
        return connection.getAttribute(name, attribute);
    }

    private Object call(String operation) throws Exception {
        return connection.invoke(name, operation, null, null);
    }

    @Test
    void everything_isOpenData() throws Exception {
        Runnable close = ProfilerManagement.register(profiler());
        try {
            for (MBeanAttributeInfo attribute : connection.getMBeanInfo(name).getAttributes()) {
                Object value = get(attribute.getName());
                assertThat(attribute.isWritable()).isFalse();
                assertThat(value.getClass())
                        .as(attribute.getName())
                        .isIn(
                                String.class,
                                Long.class,
                                Date.class,
                                javax.management.openmbean.CompositeDataSupport.class,
                                javax.management.openmbean.TabularDataSupport.class,
                                CompositeData[].class);
                assertThat(value.toString()).doesNotContain(Statuses.TOKEN);
            }
        } finally {
            close.run();
        }
    }

    @Test
    void profiler_isSeenAndSteered() throws Exception {
        Runnable close = ProfilerManagement.register(profiler());
        try {
            assertThat(get("State")).isEqualTo("stopped");
            assertThat(call("flush")).isEqualTo(false);
            call("start");
            assertThat(get("State")).isEqualTo("running");
            // long enough for the period to have samples
            Json.print(100_000_000);
            assertThat(call("flush")).isEqualTo(true);
            TabularData applications = (TabularData) get("Applications");
            assertThat(applications.values()).singleElement().satisfies(row -> assertThat(
                            ((CompositeData) ((CompositeData) row).get("value")).get("delivered"))
                    .isEqualTo(1L));
            assertThat(((CompositeData) get("Delivery")).get("socket")).isEqualTo(agent.address());
            assertThat((long) ((CompositeData) get("LastPeriod")).get("samples"))
                    .isPositive();
            call("stop");
            assertThat(get("State")).isEqualTo("stopped");
        } finally {
            close.run();
        }
        assertThat(connection.isRegistered(name)).isFalse();
    }

    @Test
    void settings_tellValueAndSource() throws Exception {
        Runnable close = ProfilerManagement.register(profiler());
        try {
            TabularData settings = (TabularData) get("Settings");
            assertThat(settings.values()).hasSize(Setting.values().length);
            CompositeData token =
                    (CompositeData) settings.get(new Object[] {"server-token"}).get("value");
            assertThat(token.getAll(new String[] {"value", "source"})).containsExactly("***", "configuration");
            assertThat((CompositeData[]) get("Refused")).isEmpty();
        } finally {
            close.run();
        }
    }

    @Test
    void secondProfiler_isShownOnceTheFirstIsGone() throws Exception {
        Runnable first = ProfilerManagement.register(profiler());
        Profiler other = profiler();
        Runnable second = ProfilerManagement.register(other);
        other.start();
        try {
            assertThat(get("State")).isEqualTo("stopped");
            first.run();
            first.run();
            assertThat(get("State")).isEqualTo("running");
        } finally {
            other.close();
            second.run();
        }
        assertThat(connection.isRegistered(name)).isFalse();
    }

    @Test
    void follower_leavesTheNameToItsLeader() throws Exception {
        try (Profiler portable = started(Rank.PORTABLE)) {
            Runnable first = ProfilerManagement.register(portable);
            try (Profiler adapter = started(Rank.SERVER)) {
                Runnable second = ProfilerManagement.register(adapter);
                await(portable, ProfilerStatus.State.FOLLOWING);
                await(adapter, ProfilerStatus.State.RUNNING);
                assertThat(get("State")).isEqualTo("running");
                adapter.stop();
                await(portable, ProfilerStatus.State.RUNNING);
                assertThat(get("State")).isEqualTo("stopped");
                second.run();
            }
            assertThat(get("State")).isEqualTo("running");
            first.run();
        }
        assertThat(connection.isRegistered(name)).isFalse();
    }

    private static void await(Profiler profiler, ProfilerStatus.State state) {
        Await.until(state.toString(), DEADLINE, () -> profiler.status().state() == state);
    }

    private Profiler started(Rank rank) {
        Profiler profiler = Profiler.builder()
                .agentSocket(agent.address())
                .directory(folder)
                .rank(rank)
                .build();
        profiler.startAndWait(DEADLINE);
        return profiler;
    }

    @Test
    void unregisteredCopy_isCollected() throws Exception {
        WeakReference<ClassLoader> loader = registerAndUnregister();
        Await.until("the class loader of an unregistered copy to be collected", DEADLINE, () -> {
            System.gc();
            return loader.get() == null;
        });
    }

    /** A copy of us in a class loader of its own, as a bundle's. */
    private WeakReference<ClassLoader> registerAndUnregister() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> type = loader.loadClass(Profiler.class.getName());
            Object builder = type.getMethod("builder").invoke(null);
            Object profiler = builder.getClass().getMethod("build").invoke(builder);
            Runnable close = (Runnable) loader.loadClass(ProfilerManagement.class.getName())
                    .getMethod("register", type)
                    .invoke(null, profiler);
            assertThat(connection.getObjectInstance(name).getClassName()).isEqualTo(ProfilerManagement.class.getName());
            Stream.of(connection.getMBeanInfo(name).getAttributes()).forEach(attribute -> {
                try {
                    assertThat(get(attribute.getName())).isNotNull();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            close.run();
            return new WeakReference<>(loader);
        }
    }
}
