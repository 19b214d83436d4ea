package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.wildfly.core.launcher.StandaloneCommandBuilder;
import org.wildfly.plugin.tools.server.ServerManager;
import org.wildfly.plugin.tools.server.StandaloneManager;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Program;

/**
 * One WildFly with a base folder and ports of its own, on the loopback interface: many may run from one home. Closing leaves
 * nothing behind.
 */
public final class WildFlyServer implements AutoCloseable {
    private static final Duration BOOT = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    /** All of the heap from the start, so that what grows in memory is not the heap; the rest is counted. */
    static final String[] FLAT = {"-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-XX:NativeMemoryTracking=summary"};

    private final Path home;
    private final Jdk jdk;
    private final Path base;
    private final PortOffset ports = PortOffset.free();
    private final StandaloneCommandBuilder command;
    private final HttpClient http = HttpClient.newHttpClient();
    private boolean quickStart = true;
    private Process process;
    private StandaloneManager manager;

    private WildFlyServer(Path home, Jdk jdk) throws IOException {
        this.home = home;
        this.jdk = jdk;
        Path work = Files.createDirectories(Path.of(System.getProperty("wildfly.work")));
        this.base = Files.createTempDirectory(work, "wildfly");
        Folders.copy(home.resolve("standalone/configuration"), base.resolve("configuration"));
        Files.createDirectories(base.resolve("deployments"));
        this.command = StandaloneCommandBuilder.of(home)
                .setJavaHome(jdk.home())
                .setBaseDirectory(base)
                .addServerArgument("-Djboss.socket.binding.port-offset=" + ports.value());
    }

    /** The server of this home, as it is configured there. */
    static WildFlyServer of(Path home, Jdk jdk) throws IOException {
        return new WildFlyServer(home, jdk);
    }

    /** The whole WildFly, our feature installed, no setting made. */
    public static WildFlyServer installed(Jdk jdk) throws IOException {
        return of(Path.of(System.getProperty("wildfly.home")), jdk).settings(Map.of());
    }

    /** The same, but without our subsystem. */
    public static WildFlyServer without(Jdk jdk) throws IOException {
        return installed(jdk).withoutSubsystem();
    }

    /** The same with all that WildFly has, messages among it. */
    static WildFlyServer fullWithout(Jdk jdk) throws IOException {
        WildFlyServer server = installed(jdk);
        Path full = server.configuration().resolveSibling("standalone-full.xml");
        Files.move(full, server.configuration(), StandardCopyOption.REPLACE_EXISTING);
        return server.withoutSubsystem();
    }

    private WildFlyServer withoutSubsystem() throws IOException {
        new Configuration(configuration()).removeSubsystem();
        return this;
    }

    /** It starts with these attributes of our subsystem in its configuration, and no others. */
    public WildFlyServer settings(Map<String, String> attributes) throws IOException {
        new Configuration(configuration()).settings(attributes);
        return this;
    }

    /** Runs it as users do, for what is measured: it is slower to start. */
    public WildFlyServer optimized() {
        quickStart = false;
        return this;
    }

    WildFlyServer javaOptions(String... options) {
        command.addJavaOptions(options);
        return this;
    }

    /** It takes modules from this folder, the others from its home. */
    WildFlyServer modules(Path folder) {
        command.setModuleDirs(folder.toString(), home.resolve("modules").toString());
        return this;
    }

    /** It starts with this archive deployed. */
    public WildFlyServer boots(Path archive) throws IOException {
        Files.copy(archive, base.resolve("deployments").resolve(archive.getFileName()));
        return this;
    }

    /** Starts it, the first time or again, and waits until it runs. */
    public WildFlyServer start() throws IOException {
        if (quickStart) {
            command.addJavaOption(Jdk.QUICK_START);
        }
        process = WildFlyProcess.start(command.build(), output());
        manager = ServerManager.builder()
                .process(process)
                .managementAddress("127.0.0.1")
                .managementPort(managementPort())
                .standalone();
        try {
            Await.until("WildFly runs, see " + output(), BOOT, () -> {
                if (!process.isAlive()) {
                    throw new AssertionError("WildFly ended:\n" + read(output()));
                }
                return manager.isRunning();
            });
        } catch (AssertionError e) {
            stop();
            throw e;
        }
        return this;
    }

    /** Reloads it and waits until it runs again. */
    void reload() throws IOException {
        manager.executeReload();
        try {
            if (!manager.waitFor(BOOT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("not reloaded:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted during reload", e);
        }
    }

    /** What manages it while it runs: operations, deployments. */
    public StandaloneManager manager() {
        return manager;
    }

    /** What a command in {@code jboss-cli} prints; an error if the command fails. */
    String cli(String line) throws IOException {
        return new Cli(home, jdk).run("--connect", "--controller=127.0.0.1:" + managementPort(), "--command=" + line);
    }

    /** Where it answers requests. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + ports.http());
    }

    int managementPort() {
        return ports.management();
    }

    /** The body of a page that is there. */
    public String get(String path) throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(address().resolve(path))
                    .timeout(ANSWER)
                    .build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError("GET " + path + ": " + response.statusCode() + "\n" + response.body());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    Path base() {
        return base;
    }

    /** The file that its configuration is in. */
    Path configuration() {
        return base.resolve("configuration/standalone.xml");
    }

    public long pid() {
        return process.pid();
    }

    /** A dump of its threads. */
    String threads() {
        return jdk.threads(process.pid());
    }

    /** What it logged, all starts of it. */
    public String log() {
        return read(base.resolve("log/server.log"));
    }

    /** What it printed, all starts of it: also what it logs before it knows where its log is. */
    String printed() {
        return read(output());
    }

    private Path output() {
        return base.resolve("output.log");
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it as an administrator does. */
    void stop() {
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
