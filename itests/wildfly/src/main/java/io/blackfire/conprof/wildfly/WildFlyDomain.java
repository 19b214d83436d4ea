package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.wildfly.core.launcher.DomainCommandBuilder;
import org.wildfly.plugin.tools.server.DomainManager;
import org.wildfly.plugin.tools.server.ServerManager;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Program;

/**
 * A managed domain of one host: its process controller, its host controller, and the two servers that WildFly's own example
 * starts. Closing leaves nothing behind.
 */
final class WildFlyDomain implements AutoCloseable {
    private static final Duration BOOT = Duration.ofMinutes(5);
    private static final Duration STOP = Duration.ofSeconds(90);
    private static final String SERVER_ONE = "<server name=\"server-one\" group=\"main-server-group\"/>";
    private static final String OFFSET_TWO = "<socket-bindings port-offset=\"150\"/>";
    private static final String JVM_OPTIONS = "<jvm-options>";

    private final Path home;
    private final Jdk jdk;
    private final Path base;
    private final PortOffset host = PortOffset.free();
    private Process process;
    private DomainManager manager;

    private WildFlyDomain(Path home, Jdk jdk) throws IOException {
        this.home = home;
        this.jdk = jdk;
        Path work = Files.createDirectories(Path.of(System.getProperty("wildfly.work")));
        this.base = Files.createTempDirectory(work, "domain");
        Folders.copy(home.resolve("domain/configuration"), base.resolve("configuration"));
        usePorts(PortOffset.free(), PortOffset.free());
    }

    /** A domain on the server's folder that has our modules, as WildFly comes, with nothing of ours configured. */
    static WildFlyDomain plain(Jdk jdk) throws IOException {
        return new WildFlyDomain(Path.of(System.getProperty("wildfly.home")), jdk);
    }

    private void usePorts(PortOffset one, PortOffset two) throws IOException {
        Path file = base.resolve("configuration/host.xml");
        String text = Files.readString(file);
        if (!text.contains(SERVER_ONE) || !text.contains(OFFSET_TWO) || !text.contains(JVM_OPTIONS)) {
            throw new AssertionError("other servers than expected in " + file);
        }
        Files.writeString(
                file,
                text.replace(
                                SERVER_ONE,
                                SERVER_ONE.replace("/>", "><jvm name=\"default\"/>") + bindings(one) + "</server>")
                        .replace(OFFSET_TWO, bindings(two))
                        .replace(JVM_OPTIONS, JVM_OPTIONS + "<option value=\"" + Jdk.QUICK_START + "\"/>"));
    }

    private static String bindings(PortOffset offset) {
        return "<socket-bindings port-offset=\"" + offset.value() + "\"/>";
    }

    /** Runs one of the server's scripts for {@code jboss-cli}, before the domain starts. */
    String script(String name, String... arguments) throws IOException {
        String[] all = Stream.concat(Stream.of("-Djboss.domain.base.dir=" + base), Stream.of(arguments))
                .toArray(String[]::new);
        return new Cli(home, jdk).script(name, all);
    }

    /** The servers start with these attributes of our subsystem, and no others. */
    WildFlyDomain settings(Map<String, String> attributes) throws IOException {
        new Configuration(configuration()).settings(attributes);
        return this;
    }

    /** The file with the profiles. */
    Path configuration() {
        return base.resolve("configuration/domain.xml");
    }

    /** Starts it, and waits until both servers run. */
    WildFlyDomain start() throws IOException {
        Path output = base.resolve("output.log");
        List<String> command = DomainCommandBuilder.of(home)
                .addHostControllerJavaOption(Jdk.QUICK_START)
                .setBaseDirectory(base)
                .setInterProcessHostControllerPort(0)
                .setJavaHome(jdk.home())
                .addServerArgument("-Djboss.management.http.port=" + host.management())
                .build();
        process = WildFlyProcess.start(command, output);
        manager = ServerManager.builder()
                .process(process)
                .managementAddress("127.0.0.1")
                .managementPort(host.management())
                .domain();
        try {
            Await.until("the domain runs, see " + output, BOOT, () -> {
                if (!process.isAlive()) {
                    throw new AssertionError("the domain ended, see " + output);
                }
                return manager.isRunning();
            });
        } catch (AssertionError e) {
            stop();
            throw e;
        }
        return this;
    }

    /** What manages it while it runs. */
    DomainManager manager() {
        return manager;
    }

    /** The process of the process controller, of the host controller, or of a server. */
    ProcessHandle process(String name) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(handle -> handle.info().commandLine().orElse("").contains("-D[" + name + "]"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no process " + name));
    }

    /** A dump of the threads of one of its processes. */
    String threads(ProcessHandle handle) {
        return jdk.threads(handle.pid());
    }

    private void stop() {
        if (process != null) {
            manager.close();
            Program.end(process, STOP);
        }
    }

    @Override
    public void close() throws IOException {
        stop();
        Folders.delete(base);
    }
}
