package io.blackfire.conprof;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The continuous profiler: samples the whole JVM in the background and every {@linkplain Setting#PERIOD period} uploads
 * one profile per deployment to the Blackfire Agent.
 *
 * <pre>{@code
 * Profiler profiler = Profiler.builder().applicationName("my-app").build();
 * profiler.start();
 * foo();
 * profiler.stop();
 * }</pre>
 *
 * <p>{@link #start}, {@link #stop}, {@link #flush} and {@link #configure} may be called in any order, any number of times,
 * from any thread. None of them throws because of the machine, the JVM, the Agent or the network: what is wrong is told by
 * {@link #status()} and one line in the log. Of all profilers in a JVM one samples at a time, that of the highest {@link Rank},
 * under its own settings and for the deployments of all; the others are {@link ProfilerStatus.State#FOLLOWING}, and one of them
 * takes over when it stops.
 */
public final class Profiler implements AutoCloseable {
    private final DeploymentRegistry deployments;
    private final Engine engine;

    /** Held for its settings; null in a server, whose own logging rules. */
    private final LibraryLog log;

    private final Holder holder;

    /** Who has it. */
    private enum Holder {
        MAKER,
        SERVICE,
        APPLICATION
    }

    private Profiler(ProfilerConfig config, ServerInfo server) {
        this.deployments = new DeploymentRegistry(server.rank());
        this.log = server.kind().isEmpty() ? LibraryLog.configure(System::getenv) : null;
        this.engine = new Engine(config, server, deployments);
        this.holder = Holder.MAKER;
    }

    private Profiler(DeploymentRegistry deployments, Engine engine, LibraryLog log, Holder holder) {
        this.deployments = deployments;
        this.engine = engine;
        this.log = log;
        this.holder = holder;
    }

    /** A builder; what it leaves unset comes from system properties, the environment and the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts to profile, in the background. Does nothing while started; while stopping, starts again after that. In a
     * server it returns at once; as a library when sampling has begun, 2 s later at the most.
     */
    public void start() {
        refuseIfRuled("started");
        engine.start();
    }

    /** {@link #start}, and waits until sampling has begun or {@link #status} tells why it does not, so long at most. */
    public void startAndWait(Duration longest) {
        refuseIfRuled("started");
        engine.start(longest);
    }

    /**
     * Stops to profile: ends the current period, uploads it and all that still waits, and returns within the
     * {@linkplain Setting#UPLOAD_TIMEOUT upload timeout}. What could not be uploaded until then waits on disk for the next start;
     * without room there, it is lost and counted. Does nothing while stopped.
     */
    public void stop() {
        refuseIfRuled("stopped");
        engine.stop();
    }

    /**
     * {@linkplain #stop() Stops} for good: {@link #start} does nothing from then on. For the part of a server that made it
     * and is itself removed or replaced, while others may still hold on to this profiler.
     */
    @Override
    public void close() {
        refuseIfRuled("closed");
        if (holder == Holder.MAKER) {
            engine.close();
        }
    }

    /**
     * Ends the current period now and uploads it; a new period begins. Waits for the upload, at most the
     * {@linkplain Setting#UPLOAD_TIMEOUT upload timeout}.
     *
     * @return whether the Agent took everything; false as well while nothing is sampled, and for applications of a server and
     *     profilers that follow another one if they ask too often, see {@link #forApplications}
     */
    public boolean flush() {
        return holder == Holder.APPLICATION ? engine.flushForApplications() : engine.flush();
    }

    /** What the profiler is doing, what each application got, and what it all costs. */
    public ProfilerStatus status() {
        ProfilerStatus status = engine.status();
        return holder == Holder.APPLICATION ? status.withoutSecrets() : status;
    }

    /**
     * Has a listener told of each state from now on, first of the present one, always one after the other. It must be quick,
     * throw nothing and call nothing of this profiler: nobody else can meanwhile.
     *
     * @return what ends it
     */
    public Runnable onState(Consumer<ProfilerStatus.State> listener) {
        refuseIfRuled("listened to");
        return engine.onState(listener);
    }

    /** The deployments that the profiler tells apart. */
    public Deployments deployments() {
        refuseIfRuled("told of deployments");
        return deployments;
    }

    /** Puts other settings in force, now; sampling is renewed only when it must be, and the period until then is uploaded. */
    public void configure(ProfilerConfig config) {
        refuseIfRuled("configured");
        engine.configure(config);
    }

    /**
     * This profiler as a service of the server, for whoever it trusts to rule it: all works but {@link #close}, which does
     * nothing. Containers close what they hand out when they end, and the profiler is not theirs.
     */
    public Profiler asService() {
        return new Profiler(deployments, engine, log, Holder.SERVICE);
    }

    /**
     * This profiler for code that may use but not rule it, as the applications of a server: {@link #flush} and
     * {@link #status} work, the latter without secrets; everything else throws {@link UnsupportedOperationException}.
     *
     * <p>A flush ends the period of all applications. So there is one at a time, which all share who ask meanwhile, and for
     * 10 s after it the answer is false.
     */
    public Profiler forApplications() {
        return new Profiler(deployments, engine, log, Holder.APPLICATION);
    }

    /**
     * A profiler {@linkplain #forApplications for applications} of a server that has none: it is {@link
     * ProfilerStatus.State#UNAVAILABLE} for ever, so that they can do without.
     *
     * @param why the reason in its status
     */
    public static Profiler unavailable(String why) {
        DeploymentRegistry none = new DeploymentRegistry(Rank.LIBRARY);
        Engine engine = new Engine(ProfilerConfig.ofEnvironment(), new ServerInfo("", "", null, Rank.LIBRARY), none);
        engine.enter(ProfilerStatus.State.UNAVAILABLE, why);
        return new Profiler(none, engine, null, Holder.APPLICATION);
    }

    private void refuseIfRuled(String what) {
        if (holder == Holder.APPLICATION) {
            throw new UnsupportedOperationException("The profiler is " + what
                    + " by the server, for all applications; an application may flush it" + " and ask for its status");
        }
    }

    /** Builds a {@link Profiler}. Not thread-safe. */
    public static final class Builder {
        private final Map<Setting, String> values = new EnumMap<>(Setting.class);
        private ProfilerConfig config;
        private String serverName = "";
        private String serverKind = "";
        private Path directory;
        private Rank rank;

        private Builder() {}

        /** The application's name; with deployments, the name of the server's own share. */
        public Builder applicationName(String name) {
            return set(Setting.APPLICATION_NAME, name);
        }

        /** Where the Agent listens: {@code unix:///path}, {@code tcp://host:port}, {@code http(s)://host:port}. */
        public Builder agentSocket(String socket) {
            return set(Setting.AGENT_SOCKET, socket);
        }

        /** Where the Agent listens. */
        public Builder agentSocket(URI socket) {
            return agentSocket(socket.toString());
        }

        /** Blackfire server id; with the token, sent to the Agent. */
        public Builder serverId(String id) {
            return set(Setting.SERVER_ID, id);
        }

        /** Blackfire server token. */
        public Builder serverToken(String token) {
            return set(Setting.SERVER_TOKEN, token);
        }

        /** Length of one window of profiling, 1 s to 1 h; 45 s unless set. */
        public Builder period(Duration period) {
            return set(Setting.PERIOD, period.toString());
        }

        /** How long one upload may take, 100 ms to 5 min; 10 s unless set. */
        public Builder uploadTimeout(Duration timeout) {
            return set(Setting.UPLOAD_TIMEOUT, timeout.toString());
        }

        /** Labels of every profile. */
        public Builder labels(Map<String, String> labels) {
            return set(Setting.LABELS, SettingText.of(new LinkedHashMap<>(labels)));
        }

        /** What is measured; all but {@link Dimension#LOCK_CONTENTION} unless set. */
        public Builder dimensions(Set<Dimension> dimensions) {
            return set(
                    Setting.DIMENSIONS, dimensions.stream().map(Dimension::key).collect(Collectors.joining(",")));
        }

        /** What drives CPU sampling; timers unless set. */
        public Builder cpuEngine(CpuEngine engine) {
            return set(Setting.CPU_ENGINE, SettingText.of(engine));
        }

        /** CPU samples for each second of CPU time, 1 to 250 Hz; 100 unless set. */
        public Builder cpuRate(int hertz) {
            return set(Setting.CPU_RATE, Integer.toString(hertz));
        }

        /** Time between two looks at each thread, 1 ms to 10 s; 100 ms unless set. */
        public Builder wallInterval(Duration interval) {
            return set(Setting.WALL_INTERVAL, interval.toString());
        }

        /** Allocated bytes between two allocation samples, 1 KiB to 1 GiB; 512 KiB unless set. */
        public Builder allocInterval(long bytes) {
            return set(Setting.ALLOC_INTERVAL, Long.toString(bytes));
        }

        /**
         * Any setting, as users type it.
         *
         * @throws IllegalArgumentException naming key, value and reason when the value is not valid
         */
        public Builder set(Setting setting, String value) {
            try {
                setting.parse(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        setting.key() + "=" + setting.shown(value) + " refused: " + e.getMessage(), e);
            }
            values.put(setting, value);
            return this;
        }

        /** All settings at once, as an adapter resolved them; single ones set here before or after have no say. */
        public Builder config(ProfilerConfig config) {
            this.config = config;
            return this;
        }

        /**
         * The server that we run in.
         *
         * @param kind product and version, {@code karaf 4.4.10}: the label {@code server}
         * @param name the name of this instance: the label {@code server_name}, and the application name of the server's
         *     own share unless one is set
         */
        public Builder server(String kind, String name) {
            this.serverKind = kind;
            this.serverName = name;
            return this;
        }

        /** Whether it samples when there are several profilers in the JVM; unless set, that of its server, or of a library. */
        public Builder rank(Rank rank) {
            this.rank = rank;
            return this;
        }

        /**
         * A private folder for the native library and the recordings; made when absent. Unless set, a folder that only
         * this user may enter, below the user's cache folder or the temporary folder.
         */
        public Builder directory(Path directory) {
            this.directory = directory;
            return this;
        }

        /** The profiler, not yet started. */
        public Profiler build() {
            ProfilerConfig resolved = config;
            if (resolved == null) {
                Map<String, String> admin = new LinkedHashMap<>();
                values.forEach((setting, value) -> admin.put(setting.key(), value));
                resolved = ProfilerConfig.resolve(admin);
            }
            Rank known = serverKind.isEmpty() ? Rank.LIBRARY : Rank.SERVER;
            return new Profiler(
                    resolved, new ServerInfo(serverKind, serverName, directory, rank == null ? known : rank));
        }
    }
}
