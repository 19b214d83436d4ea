package io.blackfire.conprof.payara;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.blackfire.conprof.ee.Client;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Program;

/**
 * One Payara with a domain and ports of its own, on the loopback interface: many may run from one home. Closing leaves
 * nothing behind.
 */
final class PayaraServer implements AutoCloseable {
    private static final Duration LOADED = Duration.ofSeconds(120);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int LAST_LOG = 20_000;
    private static final String SESSIONS = "server-config.web-container.session-config.session-manager"
            + ".manager-properties.reap-interval-in-seconds";
    private static final String TIMERS =
            "server-config.ejb-container.ejb-timer-service.minimum-delivery-interval-in-millis";
    private static final String DOMAIN = "domain1";
    private static final Pattern ENTRY = Pattern.compile("(?m)^(?=\\[\\d{4}-)");

    // it does not find its JMX listener again if that listens on one address only; the first undeployment asks the
    // batch container, unless that was used, for classes that it does not see from there; and its class loader of a web
    // application may close jars that another thread looks into: findResource and closeJARs do not exclude each other
    private static final List<String> ITS_OWN = List.of(
            "java.lang.IllegalStateException: zip file closed",
            "java.rmi.NotBoundException: 127.0.0.1",
            "fish.payara.jbatch.persistence.rdbms.LazyBootPersistenceManager",
            "Could not instantiate service: com.ibm.jbatch.container.impl.BatchKernelImpl");

    /** With it on the stack, nothing is the server's own. */
    private static final String OUR_FRAME = "\tat io.blackfire.conprof.payara.";

    private final Path base;
    private final Asadmin asadmin;
    private final DomainXml configuration;
    private boolean quickStart = true;

    private PayaraServer(Path home) throws IOException {
        Path work = Files.createDirectories(Path.of(System.getProperty("payara.work")));
        this.base = Files.createTempDirectory(work, "payara");
        this.asadmin = new Asadmin(home);
        Folders.copy(home.resolve("glassfish/domains").resolve(DOMAIN), base.resolve(DOMAIN));
        this.configuration = new DomainXml(domain().resolve("config/domain.xml"));
        configuration.isolate();
    }

    /** The server of this home. */
    static PayaraServer of(Path home) throws IOException {
        return new PayaraServer(home);
    }

    /** The tested server with our bundle installed, no setting made. */
    static PayaraServer installed() throws IOException {
        return of(Path.of(System.getProperty("payara.home")));
    }

    /** It starts with these attributes of our element in its configuration, and no others. */
    PayaraServer settings(Map<String, String> attributes) throws IOException {
        configuration.settings(attributes);
        return this;
    }

    /** Runs it as users do, for what is measured: it is slower to start. */
    PayaraServer optimized() {
        quickStart = false;
        return this;
    }

    /** It starts with this option of the JVM. */
    PayaraServer javaOption(String option) throws IOException {
        configuration.javaOption(option);
        return this;
    }

    /** It starts with this jar among the libraries of its domain's applications. */
    PayaraServer library(Path jar) throws IOException {
        Path libraries = Files.createDirectories(domain().resolve("lib"));
        Files.copy(jar, libraries.resolve(jar.getFileName()));
        return this;
    }

    /** Starts it, the first time or again, and waits until it runs; what is deployed may be there {@linkplain #awaitPage later}. */
    PayaraServer start() throws IOException {
        if (quickStart) {
            configuration.javaOption(Jdk.QUICK_START);
            quickStart = false;
        }
        local("start-domain");
        return this;
    }

    /** Stops it as an administrator does. */
    void stop() throws IOException {
        local("stop-domain");
    }

    /** A command about the domain that runs without its server. */
    private void local(String command) throws IOException {
        asadmin.run(List.of(command, "--domaindir", base.toString(), DOMAIN));
    }

    /** What a command in {@code asadmin} prints; an error if it fails. */
    String asadmin(String... command) throws IOException {
        return asadmin.run(toServer(command));
    }

    /** How a command in {@code asadmin} ends. */
    Program attempt(String... command) throws IOException {
        return asadmin.attempt(toServer(command));
    }

    private List<String> toServer(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("--port", Integer.toString(adminPort())));
        all.addAll(List.of(command));
        return all;
    }

    /** What a command says, without the time that {@code asadmin} takes to start; an error if it fails. */
    String command(String name, Map<String, String> parameters) throws IOException {
        Program run = tried(name, parameters);
        if (run.exit() != 0) {
            throw new AssertionError(name + " " + parameters + " failed: " + run.output() + "\n" + lastLog());
        }
        return run.output();
    }

    /** How it ends, and what it says. */
    Program tried(String name, Map<String, String> parameters) throws IOException {
        return new RemoteCommands(adminPort()).run(name, parameters);
    }

    /** Deploys an archive or folder under the name of its file, or deploys it anew. */
    void deploy(Path archive, Map<String, String> more) throws IOException {
        Map<String, String> parameters = new HashMap<>(Map.of("DEFAULT", archive.toString(), "force", "true"));
        parameters.putAll(more);
        command("deploy", parameters);
    }

    void undeploy(String name) throws IOException {
        command("undeploy", Map.of("DEFAULT", name));
    }

    /** Ends the current period; its profiles are with the Agent when this returns. */
    void flush() throws IOException {
        command("blackfire-conprof-flush", Map.of());
    }

    /** Changes settings, by attribute. */
    void set(Map<String, String> settings) throws IOException {
        command("set-blackfire-conprof-configuration", settings);
    }

    /** It looks for sessions that are over every second, and lets timers wait no longer than they want. */
    void hurry() throws IOException {
        for (String name : List.of(SESSIONS, TIMERS)) {
            command("set", Map.of("DEFAULT", name + "=1"));
        }
    }

    /** Where it answers requests. */
    URI address() throws IOException {
        return URI.create("http://127.0.0.1:" + configuration.port("http-listener-1"));
    }

    int adminPort() throws IOException {
        return configuration.port("admin-listener");
    }

    /** The body of a page that is there. */
    String get(String path) throws IOException {
        return new Client(address()).get(path);
    }

    /** Waits for a page: the server says that it has started before it loads its applications. */
    void awaitPage(String path) throws IOException {
        Client client = new Client(address());
        Await.until(path, LOADED, () -> client.ask(path).statusCode() == 200);
    }

    /** The folder of its domain. */
    Path domain() {
        return base.resolve(DOMAIN);
    }

    /** Its configuration as it stands in the file. */
    String domainXml() throws IOException {
        return Files.readString(configuration.file());
    }

    long pid() throws IOException {
        return Long.parseLong(Files.readString(pidFile()).strip());
    }

    /** What it logged, all starts of it. */
    String log() {
        try {
            Path log = domain().resolve("logs/server.log");
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The errors that it logged, without those that it logs wherever it runs, with us or without. */
    List<String> severe() {
        return ENTRY.splitAsStream(log())
                .filter(entry -> entry.contains("[SEVERE]"))
                .filter(entry -> entry.contains(OUR_FRAME) || ITS_OWN.stream().noneMatch(entry::contains))
                .toList();
    }

    /** The end of the log, for the messages of failed tests. */
    private String lastLog() {
        String log = log();
        return log.substring(Math.max(0, log.length() - LAST_LOG));
    }

    private boolean isOurs(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(base.toString());
    }

    private Path pidFile() {
        return domain().resolve("config/pid");
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(pidFile())) {
            // stopping it takes long, and is for tests to do that need it
            ProcessHandle.of(pid()).filter(this::isOurs).ifPresent(process -> {
                process.destroyForcibly();
                Await.until("Payara has ended", STOP, () -> !process.isAlive());
            });
        }
        // to look at after a test that failed
        Files.writeString(base.resolveSibling("last-server.log"), log());
        Folders.delete(base);
    }
}
