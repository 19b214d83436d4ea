package io.blackfire.conprof;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Every setting of the profiler: the one list from which all front ends are made or checked.
 *
 * <p>A setting is looked up in the admin console (ConfigAdmin, builder), then in the system property {@link #property},
 * then in its {@link #environment} variables, then in its {@link #defaultText default}. Reading never throws into a
 * server: {@link ProfilerConfig#resolve} refuses a bad value with the key, the value, the reason and what is used instead.
 */
public enum Setting {
    /** Whether the profiler runs at all. */
    ENABLED("enabled", SettingType.BOOLEAN, "true", "Whether to profile", "BLACKFIRE_CONPROF_ENABLED"),

    /** Application name of the server's own share; of everything in {@link Mode#SINGLE}. */
    APPLICATION_NAME(
            "application-name",
            SettingType.TEXT,
            (String) null,
            "Application name of the server's own share, and of everything when mode is single; "
                    + "by default the server's own name",
            "BLACKFIRE_CONPROF_APP_NAME",
            "PLATFORM_APPLICATION_NAME"),

    /** Where the Blackfire Agent listens. */
    AGENT_SOCKET(
            "agent-socket",
            SettingType.SOCKET,
            Platform::defaultAgentSocket,
            "Where the Blackfire Agent listens: unix:///path, tcp://host:port, http://host:port or https://host:port",
            "BLACKFIRE_AGENT_SOCKET"),

    /** Blackfire server id, sent to the Agent together with the token. */
    SERVER_ID(
            "server-id",
            SettingType.SECRET,
            (String) null,
            "Blackfire server id; needed only where the Agent has no credentials of its own",
            "BLACKFIRE_SERVER_ID"),

    /** Blackfire server token. */
    SERVER_TOKEN(
            "server-token",
            SettingType.SECRET,
            (String) null,
            "Blackfire server token, beside server-id",
            "BLACKFIRE_SERVER_TOKEN"),

    /** Length of one window of profiling: 1 s to 1 h. */
    PERIOD(
            "period",
            SettingType.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            "45s",
            "How long one profile lasts, 1s to 1h",
            "BLACKFIRE_CONPROF_PERIOD"),

    /** How long one upload may take: 100 ms to 5 min. */
    UPLOAD_TIMEOUT(
            "upload-timeout",
            SettingType.duration(Duration.ofMillis(100), Duration.ofMinutes(5)),
            "10s",
            "How long one upload may take, and stopping at the most, 100ms to 5m",
            "BLACKFIRE_CONPROF_UPLOAD_TIMEOUT"),

    /** How much may wait on disk while the Agent is away: up to 16 GiB, 0 for nothing. */
    SPOOL_LIMIT(
            "spool-limit",
            SettingType.size(0, 16L << 30),
            "128MiB",
            "How much may wait on disk while the Agent is away, up to 16GiB; 0 for nothing: then memory alone",
            "BLACKFIRE_CONPROF_SPOOL_LIMIT"),

    /** How old a profile may become on disk: 1 min to 30 days. */
    SPOOL_AGE(
            "spool-age",
            SettingType.duration(Duration.ofMinutes(1), Duration.ofDays(30)),
            "24h",
            "How old a profile may become on disk, 1m to 720h",
            "BLACKFIRE_CONPROF_SPOOL_AGE"),

    /** Labels of every profile. */
    LABELS(
            "labels",
            SettingType.LABELS,
            "",
            "Labels of every profile: key:value,key:value",
            "BLACKFIRE_CONPROF_LABELS"),

    /** What is measured. */
    DIMENSIONS(
            "dimensions",
            SettingType.DIMENSIONS,
            "cpu-time,wall-time,allocated-memory,allocations,heap-live-size",
            "What is measured: any of cpu-time, wall-time, allocated-memory, allocations, heap-live-size, lock-contention",
            "BLACKFIRE_CONPROF_DIMENSIONS"),

    /** What drives CPU sampling. */
    CPU_ENGINE(
            "cpu-engine",
            SettingType.choice(CpuEngine.class),
            "timer",
            "What drives CPU sampling: timer, or perf for kernel stacks where the kernel allows it",
            "BLACKFIRE_CONPROF_CPU_ENGINE"),

    /**
     * CPU samples for each second of CPU time of a thread: 1 to 250 Hz. Linux runs CPU timers with its tick, 250 Hz on many
     * kernels: above it samples would be missing, and CPU Time too low.
     */
    CPU_RATE(
            "cpu-rate",
            SettingType.number(1, 250),
            "100",
            "CPU samples for each second of CPU time, 1 to 250 Hz",
            "BLACKFIRE_CONPROF_CPU_PROFILERATE"),

    /** Time between two looks at each thread, whatever it does: 1 ms to 10 s. */
    WALL_INTERVAL(
            "wall-interval",
            SettingType.duration(Duration.ofMillis(1), Duration.ofSeconds(10)),
            "100ms",
            "Time between two looks at each thread, running or not, 1ms to 10s",
            "BLACKFIRE_CONPROF_WALL_INTERVAL"),

    /** Allocated bytes between two allocation samples, on average: 1 KiB to 1 GiB. */
    ALLOC_INTERVAL(
            "alloc-interval",
            SettingType.size(1 << 10, 1 << 30),
            "512KiB",
            "Allocated bytes between two allocation samples, on average, 1KiB to 1GiB",
            "BLACKFIRE_CONPROF_ALLOC_INTERVAL"),

    /** How much of the time of all processors profiling may take, in percent: 0.1 to 100. */
    OVERHEAD_LIMIT(
            "overhead-limit",
            SettingType.percent(0.1, 100),
            "5%",
            "How much of the processors' time profiling may take before it samples less often, 0.1% to 100%",
            "BLACKFIRE_CONPROF_OVERHEAD_LIMIT"),

    /** How much memory profiling may take: 64 MiB to 2 GiB. */
    MEMORY_LIMIT(
            "memory-limit",
            SettingType.size(64 << 20, 2L << 30),
            "256MiB",
            "How much memory profiling may take before it samples less often, 64MiB to 2GiB",
            "BLACKFIRE_CONPROF_MEMORY_LIMIT"),

    /** How many profiles a period gives. */
    MODE(
            "mode",
            SettingType.choice(Mode.class),
            "per-deployment",
            "per-deployment: one profile for each application; single: one for the whole server",
            "BLACKFIRE_CONPROF_MODE"),

    /** Which deployments get a profile of their own, by name. */
    DEPLOYMENTS_INCLUDE(
            "deployments.include",
            SettingType.GLOBS,
            "*",
            "Deployments that get a profile of their own, as globs: orders*,billing; the others count as the server",
            "BLACKFIRE_CONPROF_DEPLOYMENTS_INCLUDE"),

    /** Which deployments count as the server, by name; stronger than {@link #DEPLOYMENTS_INCLUDE}. */
    DEPLOYMENTS_EXCLUDE(
            "deployments.exclude",
            SettingType.GLOBS,
            "",
            "Deployments that count as the server, as globs; stronger than deployments.include",
            "BLACKFIRE_CONPROF_DEPLOYMENTS_EXCLUDE"),

    /** Other application names for deployments. */
    DEPLOYMENTS_NAMES(
            "deployments.names",
            SettingType.LABELS,
            "",
            "Application names for deployments: deployment:name,deployment:name",
            "BLACKFIRE_CONPROF_DEPLOYMENTS_NAMES"),

    /** Labels of single deployments. */
    DEPLOYMENTS_LABELS(
            "deployments.labels",
            SettingType.DEPLOYMENT_LABELS,
            "",
            "Labels of single deployments, named by globs: orders:team=payments,shop*:tier=gold",
            "BLACKFIRE_CONPROF_DEPLOYMENTS_LABELS");

    private final String key;
    private final SettingType type;
    private final Supplier<String> defaultText;
    private final String doc;
    private final List<String> environment;

    Setting(String key, SettingType type, String defaultText, String doc, String... environment) {
        this(key, type, () -> defaultText, doc, environment);
    }

    Setting(String key, SettingType type, Supplier<String> defaultText, String doc, String... environment) {
        this.key = key;
        this.type = type;
        this.defaultText = defaultText;
        this.doc = doc;
        this.environment = List.of(environment);
    }

    /** The name that users type, for instance {@code upload-timeout}. */
    public String key() {
        return key;
    }

    /** What a value looks like, for instance {@code duration}. */
    public String typeName() {
        return type.name();
    }

    /** The value when nobody sets one, as users would type it; empty when there is none. */
    public Optional<String> defaultText() {
        return Optional.ofNullable(defaultText.get());
    }

    /** One sentence for the forms, files and tables that show this setting. */
    public String doc() {
        return doc;
    }

    /** The environment variables that set it, the strongest first. */
    public List<String> environment() {
        return environment;
    }

    /** The system property that sets it, for instance {@code blackfire.conprof.period}. */
    public String property() {
        return "blackfire.conprof." + key;
    }

    /** Whether its value must never be shown or logged. */
    public boolean secret() {
        return type == SettingType.SECRET;
    }

    /** A value as it was typed, without what may be secret in it: for whoever refuses one and says so. */
    public String shown(String typed) {
        if (secret()) {
            return ProfilerConfig.HIDDEN;
        }
        if (type != SettingType.SOCKET) {
            return typed;
        }
        // whether or not it is a URI: somebody tried to give credentials
        return typed.replaceAll("(?s)^((?:unix|tcp|https?):/*)?.*@", "$1" + ProfilerConfig.HIDDEN + "@")
                .replaceAll("(?s)[?#].*", "?" + ProfilerConfig.HIDDEN);
    }

    /** The values to choose from; empty when the type is not a choice. */
    public List<String> choices() {
        return type.choices();
    }

    /**
     * The typed value of a text: {@link Boolean}, {@link String}, {@link URI}, {@link Duration}, {@link Integer},
     * {@link Long} (bytes), {@link Double} (percent), {@link Set}, {@link Map}, {@link List} of globs or an enum constant.
     *
     * @throws IllegalArgumentException with the reason alone, never with the value, when the text is not valid
     */
    public Object parse(String text) {
        return type.parse(text.strip());
    }

    /** The setting with this key, if there is one. */
    public static Optional<Setting> withKey(String key) {
        for (Setting setting : values()) {
            if (setting.key.equals(key)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }
}
