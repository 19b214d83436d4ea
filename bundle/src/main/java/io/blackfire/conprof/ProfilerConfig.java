package io.blackfire.conprof;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The settings in force, each with its value and where it came from. Immutable.
 *
 * @see Setting
 */
public final class ProfilerConfig {

    /** Where the value of a setting came from, the strongest first. */
    public enum Source {
        /** The server's admin console, ConfigAdmin or {@link Profiler.Builder}. */
        ADMIN,
        /** A system property {@code blackfire.conprof.*}. */
        SYSTEM_PROPERTY,
        /** An environment variable. */
        ENVIRONMENT,
        /** Nobody set it. */
        DEFAULT
    }

    /**
     * A value that was refused.
     *
     * @param key what the user typed: a setting's key, a property or an environment variable
     * @param value the refused value; {@code ***} for a secret
     * @param reason why, for instance {@code must be a whole number}
     * @param kept the value in force instead
     */
    public record Problem(String key, String value, String reason, String kept) {
        @Override
        public String toString() {
            return key + "=" + value + " refused: " + reason + "; using " + kept;
        }
    }

    static final String HIDDEN = "***";

    private final Map<Setting, Object> values;
    private final Map<Setting, Source> sources;
    /** What is shown of settings whose value is not. */
    private final Map<Setting, String> shown;

    private final List<Problem> problems;

    ProfilerConfig(
            Map<Setting, Object> values,
            Map<Setting, Source> sources,
            Map<Setting, String> shown,
            List<Problem> problems) {
        this.values = Collections.unmodifiableMap(values);
        this.sources = Collections.unmodifiableMap(sources);
        this.shown = Collections.unmodifiableMap(shown);
        this.problems = List.copyOf(problems);
    }

    /** The settings when only system properties, environment and defaults have a say. */
    public static ProfilerConfig ofEnvironment() {
        return resolve(Map.of());
    }

    /** {@link #resolve(Map, ProfilerConfig)} without settings in force before. */
    public static ProfilerConfig resolve(Map<String, String> admin) {
        return resolve(admin, null);
    }

    /**
     * Resolves all settings. Never throws: a bad value becomes a {@link Problem}, and what the same console said before
     * stays in force, else the next source in order.
     *
     * @param admin what the admin console says, by {@link Setting#key}; a blank value counts as absent
     * @param before the settings in force until now, or null
     */
    public static ProfilerConfig resolve(Map<String, String> admin, ProfilerConfig before) {
        return resolve(admin, Map.of(), before);
    }

    /**
     * {@link #resolve(Map, ProfilerConfig)} where the console lets users write expressions. What they stand for may be a
     * secret, or anything else that whoever may look at the profiler may not: it is put in force but never shown.
     *
     * @param expressions what to show instead of values of {@code admin}, by the same keys; one without a value there could
     *     not be resolved, and is refused
     */
    public static ProfilerConfig resolve(
            Map<String, String> admin, Map<String, String> expressions, ProfilerConfig before) {
        return new Resolution(admin, expressions, before, System::getProperty, System::getenv).config();
    }

    static ProfilerConfig resolve(
            Map<String, String> admin,
            ProfilerConfig before,
            UnaryOperator<String> properties,
            UnaryOperator<String> environment) {
        return new Resolution(admin, Map.of(), before, properties, environment).config();
    }

    /** Whether to profile at all. */
    public boolean enabled() {
        return (Boolean) values.get(Setting.ENABLED);
    }

    /** Application name of the server's own share, if one is set. */
    public Optional<String> applicationName() {
        return Optional.ofNullable((String) values.get(Setting.APPLICATION_NAME));
    }

    /** Where the Agent listens; the scheme is unix, tcp, http or https. */
    public URI agentSocket() {
        return (URI) values.get(Setting.AGENT_SOCKET);
    }

    /** Blackfire server id, if one is set. */
    public Optional<String> serverId() {
        return Optional.ofNullable((String) values.get(Setting.SERVER_ID));
    }

    /** Blackfire server token, if one is set. A secret: never show or log it. */
    public Optional<String> serverToken() {
        return Optional.ofNullable((String) values.get(Setting.SERVER_TOKEN));
    }

    /** Length of one window of profiling. */
    public Duration period() {
        return (Duration) values.get(Setting.PERIOD);
    }

    /** How long one upload may take. */
    public Duration uploadTimeout() {
        return (Duration) values.get(Setting.UPLOAD_TIMEOUT);
    }

    /** How many bytes of profiles may wait on disk for the Agent; 0 for none. */
    public long spoolLimitBytes() {
        return (Long) values.get(Setting.SPOOL_LIMIT);
    }

    /** How old a profile may become on disk. */
    public Duration spoolAge() {
        return (Duration) values.get(Setting.SPOOL_AGE);
    }

    /** Labels of every profile. */
    @SuppressWarnings("unchecked")
    public Map<String, String> labels() {
        return (Map<String, String>) values.get(Setting.LABELS);
    }

    /** What is measured; never empty. */
    @SuppressWarnings("unchecked")
    public Set<Dimension> dimensions() {
        return (Set<Dimension>) values.get(Setting.DIMENSIONS);
    }

    /** What drives CPU sampling. */
    public CpuEngine cpuEngine() {
        return (CpuEngine) values.get(Setting.CPU_ENGINE);
    }

    /** CPU samples for each second of CPU time, in Hz. */
    public int cpuRate() {
        return (Integer) values.get(Setting.CPU_RATE);
    }

    /** Time between two looks at each thread. */
    public Duration wallInterval() {
        return (Duration) values.get(Setting.WALL_INTERVAL);
    }

    /** Allocated bytes between two allocation samples. */
    public long allocIntervalBytes() {
        return (Long) values.get(Setting.ALLOC_INTERVAL);
    }

    /** How much of the time of all processors profiling may take, in percent. */
    public double overheadLimitPercent() {
        return (Double) values.get(Setting.OVERHEAD_LIMIT);
    }

    /** How much memory profiling may take. */
    public long memoryLimitBytes() {
        return (Long) values.get(Setting.MEMORY_LIMIT);
    }

    /** How many profiles a period gives. */
    public Mode mode() {
        return (Mode) values.get(Setting.MODE);
    }

    /** Whether a deployment of this name gets a profile of its own; the others count as the server. */
    @SuppressWarnings("unchecked")
    public boolean includes(String deployment) {
        return Glob.any((List<String>) values.get(Setting.DEPLOYMENTS_INCLUDE), deployment)
                && !Glob.any((List<String>) values.get(Setting.DEPLOYMENTS_EXCLUDE), deployment);
    }

    /** The application name of a deployment: what {@code deployments.names} says, else its own name. */
    @SuppressWarnings("unchecked")
    public String applicationNameOf(String deployment) {
        return ((Map<String, String>) values.get(Setting.DEPLOYMENTS_NAMES)).getOrDefault(deployment, deployment);
    }

    /** The labels that {@code deployments.labels} gives a deployment. */
    @SuppressWarnings("unchecked")
    public Map<String, String> labelsOf(String deployment) {
        Map<String, String> labels = new LinkedHashMap<>();
        ((Map<String, Map<String, String>>) values.get(Setting.DEPLOYMENTS_LABELS)).forEach((glob, more) -> {
            if (Glob.matches(glob, deployment)) {
                labels.putAll(more);
            }
        });
        return labels;
    }

    /** Where the value of a setting came from. */
    public Source source(Setting setting) {
        return sources.get(setting);
    }

    /**
     * The value of a setting as users type it; {@code ***} for a secret, the expression where one stands for it, empty when
     * there is none.
     */
    public String text(Setting setting) {
        Object value = values.get(setting);
        if (value == null) {
            return "";
        }
        return setting.secret() ? HIDDEN : shown.getOrDefault(setting, SettingText.of(value));
    }

    /** The name of an application as it may be shown: the setting that it came from if an expression stands there. */
    @SuppressWarnings("unchecked")
    public String shownName(String application) {
        if (shown.containsKey(Setting.APPLICATION_NAME)
                && application.equals(applicationName().orElse(null))) {
            return text(Setting.APPLICATION_NAME);
        }
        boolean named = shown.containsKey(Setting.DEPLOYMENTS_NAMES)
                && ((Map<String, String>) values.get(Setting.DEPLOYMENTS_NAMES)).containsValue(application);
        return named ? text(Setting.DEPLOYMENTS_NAMES) : application;
    }

    /** Copies what is in force, and how it is shown. */
    void copy(Setting setting, Map<Setting, Object> toValues, Map<Setting, String> toShown) {
        toValues.put(setting, values.get(setting));
        if (shown.containsKey(setting)) {
            toShown.put(setting, shown.get(setting));
        }
    }

    /** The values that were refused; empty when all is well. */
    public List<Problem> problems() {
        return problems;
    }

    /** The same, as if nobody had set the secrets. */
    ProfilerConfig withoutSecrets() {
        Map<Setting, Object> open = new EnumMap<>(values);
        open.keySet().removeIf(Setting::secret);
        return new ProfilerConfig(open, sources, shown, problems);
    }

    /** Whether another configuration has the same values, wherever they came from. */
    public boolean sameValues(ProfilerConfig other) {
        return other != null && values.equals(other.values);
    }

    /** Whether another configuration samples in the same way, so that a running session need not be renewed. */
    boolean samplesLike(ProfilerConfig other) {
        return dimensions().equals(other.dimensions())
                && cpuEngine() == other.cpuEngine()
                && cpuRate() == other.cpuRate()
                && wallInterval().equals(other.wallInterval())
                && allocIntervalBytes() == other.allocIntervalBytes();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Setting setting : Setting.values()) {
            text.append(text.isEmpty() ? "" : " ")
                    .append(setting.key())
                    .append('=')
                    .append(text(setting));
        }
        return text.toString();
    }
}
