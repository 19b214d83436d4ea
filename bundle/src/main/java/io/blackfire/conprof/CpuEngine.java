package io.blackfire.conprof;

/** What drives CPU sampling. */
public enum CpuEngine {
    /** Per-thread CPU timers: works everywhere, sees no kernel frames, costs least. */
    TIMER,
    /** Linux perf events with kernel frames; falls back to {@link #TIMER} where the kernel forbids them. */
    PERF
}
