package io.blackfire.conprof;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.blackfire.conprof.agent.DeliveryStatus;
import io.blackfire.conprof.agent.LastUpload;
import io.blackfire.conprof.profile.Application;
import io.blackfire.conprof.sampling.SamplingPlan;

/** What the profiler has done since it was made, over all starts and stops. Thread-safe. */
final class Ledger {
    private static final String RECORDING_LOST = "the recording could not be read";
    private static final String RECORDING_DAMAGED = "the recording could be read in part only";

    private final Map<String, ProfilerStatus.Application> applications = new TreeMap<>();
    /** How names are shown that are not. */
    private final Map<String, String> shown = new TreeMap<>();

    private final Map<String, Long> lost = new TreeMap<>();
    private ProfilerStatus.Cost lastPeriod = ProfilerStatus.Cost.NONE;
    private String cpuEngine = "";
    private boolean perfEventsMissing;
    private String lowered = "";
    private String loss = "";
    private long periods;
    private final Map<String, Long> delivered = new TreeMap<>();
    private long deliveredBytes;
    // what those that ended left on disk
    private int spooled;
    private long spooledBytes;
    private ProfilerStatus.LastUpload last = ProfilerStatus.LastUpload.NONE;

    /**
     * @param shownName how the application is shown
     */
    synchronized void profile(Application application, String shownName, long samples) {
        shown.put(application.name(), shownName);
        applications.merge(
                application.name(),
                new ProfilerStatus.Application(application.name(), application.server(), samples, 1, 0),
                (before, more) -> new ProfilerStatus.Application(
                        more.name(), more.server(), before.samples() + more.samples(), before.profiles() + 1, 0));
    }

    /**
     * @param plan what was sampled
     * @param lowered what that was instead of what was configured, for users; empty when it was that
     * @param engine what drove CPU sampling
     */
    synchronized void period(SamplingPlan plan, String lowered, String engine, ProfilerStatus.Cost cost) {
        periods++;
        cpuEngine = engine;
        perfEventsMissing = plan.cpuEngine() == CpuEngine.PERF && engine.endsWith("timer");
        this.lowered = lowered;
        lastPeriod = cost;
        loss = "";
    }

    /** Returns whether this is news: the period before was not lost. */
    synchronized boolean lostRecording(String why) {
        lost.merge(RECORDING_LOST, 1L, Long::sum);
        boolean news = loss.isEmpty();
        loss = why;
        return news;
    }

    /** Takes note that a part of a recording is lost; returns whether this is news: it is the first one. */
    synchronized boolean damagedRecording() {
        return lost.merge(RECORDING_DAMAGED, 1L, Long::sum) == 1;
    }

    /** Why the last period was lost; empty when it was not. */
    synchronized String loss() {
        return loss;
    }

    /** Adds the counts of a delivery that has ended. */
    synchronized void keep(DeliveryStatus ended) {
        ended.deliveredOf().forEach((application, count) -> delivered.merge(application, count, Long::sum));
        deliveredBytes += ended.deliveredBytes();
        spooled = ended.spooled();
        spooledBytes = ended.spooledBytes();
        last = last(ended);
        addLost(ended, lost);
    }

    synchronized long periods() {
        return periods;
    }

    /** What drove CPU sampling in the last period; empty before there is one. */
    synchronized String cpuEngine() {
        return cpuEngine;
    }

    /** Whether the last period wanted perf events and got timers. */
    synchronized boolean perfEventsMissing() {
        return perfEventsMissing;
    }

    /** What is sampled instead of what is configured, as of the last period, for users; empty when it is that. */
    synchronized String lowered() {
        return lowered;
    }

    synchronized ProfilerStatus.Cost lastPeriod() {
        return lastPeriod;
    }

    /** What each application got; {@code now} is the delivery at work, or null. */
    synchronized List<ProfilerStatus.Application> applications(DeliveryStatus now) {
        return applications.values().stream()
                .map(application -> new ProfilerStatus.Application(
                        shown.get(application.name()),
                        application.server(),
                        application.samples(),
                        application.profiles(),
                        delivered.getOrDefault(application.name(), 0L)
                                + (now == null ? 0 : now.deliveredOf().getOrDefault(application.name(), 0L))))
                .toList();
    }

    /** How delivery fares in all; {@code now} is the one at work, or null. */
    synchronized ProfilerStatus.Delivery delivery(DeliveryStatus now, URI socket) {
        Map<String, Long> allLost = new TreeMap<>(lost);
        long before = delivered.values().stream().mapToLong(Long::longValue).sum();
        if (now == null) {
            return new ProfilerStatus.Delivery(
                    socket.toString(), before, deliveredBytes, 0, 0, spooled, spooledBytes, allLost, "", last);
        }
        addLost(now, allLost);
        return new ProfilerStatus.Delivery(
                socket.toString(),
                before + now.delivered(),
                deliveredBytes + now.deliveredBytes(),
                now.pending(),
                now.pendingBytes(),
                now.spooled(),
                now.spooledBytes(),
                allLost,
                now.problem(),
                last(now));
    }

    private ProfilerStatus.LastUpload last(DeliveryStatus delivery) {
        LastUpload upload = delivery.last();
        return upload == null
                ? last
                : new ProfilerStatus.LastUpload(
                        upload.at(),
                        shown.getOrDefault(upload.application(), upload.application()),
                        upload.delivered(),
                        upload.answer());
    }

    private static void addLost(DeliveryStatus delivery, Map<String, Long> to) {
        delivery.lost().forEach((reason, count) -> {
            if (count > 0) {
                to.merge(reason.text(), count, Long::sum);
            }
        });
    }
}
