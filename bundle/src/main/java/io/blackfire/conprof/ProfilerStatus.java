package io.blackfire.conprof;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the profiler is doing and what it costs, at one moment.
 *
 * @param state what it is doing
 * @param reason why, when it is not simply running; empty otherwise. May be shown to users as it is
 * @param since when it came into this state
 * @param config the settings in force
 * @param asyncProfilerVersion version of the native library; empty while it is not loaded
 * @param cpuEngine what drove CPU sampling in the last finished period, as async-profiler names it: {@code ctimer},
 *     {@code itimer} or {@code perf_events}; empty before there is one, and when nothing did
 * @param periods periods finished since the profiler was made
 * @param applications what each application got, the server's own share included, in order of name
 * @param delivery how uploads fare
 * @param lastPeriod the cost of the last finished period; {@link Cost#NONE} before there is one
 */
public record ProfilerStatus(
        State state,
        String reason,
        Instant since,
        ProfilerConfig config,
        String asyncProfilerVersion,
        String cpuEngine,
        long periods,
        List<Application> applications,
        Delivery delivery,
        Cost lastPeriod) {

    ProfilerStatus withoutSecrets() {
        return new ProfilerStatus(
                state,
                reason,
                since,
                config.withoutSecrets(),
                asyncProfilerVersion,
                cpuEngine,
                periods,
                applications,
                delivery,
                lastPeriod);
    }

    /** What a profiler can be doing. */
    public enum State {
        /** Not started, or stopped. */
        STOPPED,
        /** Started; the native library is being loaded. */
        STARTING,
        /** Sampling. */
        RUNNING,
        /** Started, but {@link Setting#ENABLED} says no. */
        DISABLED,
        /** Started; another Blackfire profiler of this JVM samples, and profiles the deployments of this one as well. */
        FOLLOWING,
        /** Started, but another profiler is at work in this JVM; tried again every period. */
        BUSY,
        /** Started, but this machine or JVM does not let it sample; tried again where that can help. */
        UNAVAILABLE
    }

    /**
     * One application's share.
     *
     * @param name its application name
     * @param server whether it is the server's own share
     * @param samples samples since the start
     * @param profiles profiles handed to delivery since the start
     * @param delivered those of them that the Agent took
     */
    public record Application(String name, boolean server, long samples, long profiles, long delivered) {}

    /**
     * How uploads fare, since the start.
     *
     * @param socket where they go
     * @param delivered profiles that the Agent took
     * @param deliveredBytes their size, compressed
     * @param pending profiles that wait in memory
     * @param pendingBytes their size, compressed
     * @param spooled profiles that wait on disk, also those that a life before has left there
     * @param spooledBytes their size, compressed
     * @param lost profiles that were given up, by reason
     * @param problem what is wrong with the Agent now; empty when nothing is known to be
     * @param last how the last attempt to upload ended; {@link LastUpload#NONE} before there is one
     */
    public record Delivery(
            String socket,
            long delivered,
            long deliveredBytes,
            int pending,
            long pendingBytes,
            int spooled,
            long spooledBytes,
            Map<String, Long> lost,
            String problem,
            LastUpload last) {}

    /**
     * How the last attempt to upload ended.
     *
     * @param at when
     * @param application the application whose profile it was
     * @param delivered whether the Agent took the profile
     * @param answer what the Agent answered, or why there is no answer. May be shown to users as it is
     */
    public record LastUpload(Instant at, String application, boolean delivered, String answer) {

        /** Before there is anything to tell; the same object as long as that is so. */
        public static final LastUpload NONE = new LastUpload(Instant.EPOCH, "", false, "");
    }

    /**
     * What profiling one period cost.
     *
     * @param duration length of the period
     * @param gap time since the period before in which nothing was sampled
     * @param samples samples taken
     * @param skipped samples that async-profiler took but could not record
     * @param unattributed samples whose owner stayed ambiguous; they count as the server
     * @param threads CPU time of the profiler's own threads; those of async-profiler's are among them on Linux alone
     * @param stackWalking time that sampled threads spent walking their stacks
     * @param conversion time from the end of the period until its profiles were ready
     * @param recordingBytes size of the recording on disk
     * @param uploadBytes size of all profiles, compressed
     * @param heapBytes Java heap that the profiler keeps between periods: caches and waiting uploads, estimated
     * @param nativeBytes native memory of async-profiler
     */
    public record Cost(
            Duration duration,
            Duration gap,
            long samples,
            long skipped,
            long unattributed,
            Duration threads,
            Duration stackWalking,
            Duration conversion,
            long recordingBytes,
            long uploadBytes,
            long heapBytes,
            long nativeBytes) {

        /** Before there is anything to tell. */
        public static final Cost NONE = new Cost(
                Duration.ZERO, Duration.ZERO, 0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0, 0, 0);
    }
}
