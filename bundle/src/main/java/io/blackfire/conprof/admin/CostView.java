package io.blackfire.conprof.admin;

import io.blackfire.conprof.ProfilerStatus.Cost;

/** {@link Cost} with the getters that make it open data; times are in milliseconds. */
public final class CostView {
    private final Cost cost;

    CostView(Cost cost) {
        this.cost = cost;
    }

    public long getDurationMillis() {
        return cost.duration().toMillis();
    }

    public long getGapMillis() {
        return cost.gap().toMillis();
    }

    public long getSamples() {
        return cost.samples();
    }

    public long getSkipped() {
        return cost.skipped();
    }

    public long getUnattributed() {
        return cost.unattributed();
    }

    public long getThreadsMillis() {
        return cost.threads().toMillis();
    }

    public long getStackWalkingMillis() {
        return cost.stackWalking().toMillis();
    }

    public long getConversionMillis() {
        return cost.conversion().toMillis();
    }

    public long getRecordingBytes() {
        return cost.recordingBytes();
    }

    public long getUploadBytes() {
        return cost.uploadBytes();
    }

    public long getHeapBytes() {
        return cost.heapBytes();
    }

    public long getNativeBytes() {
        return cost.nativeBytes();
    }
}
