package io.blackfire.conprof;

/** What drives CPU sampling. */
public enum CpuEngine {
    /** Timers of each thread, or where these are refused of the process: sees no kernel frames, costs least. */
    TIMER,
    /** Linux perf events with kernel frames; falls back to {@link #TIMER} where the kernel forbids them. */
    PERF
}
