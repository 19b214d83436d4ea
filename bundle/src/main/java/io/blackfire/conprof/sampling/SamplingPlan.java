package io.blackfire.conprof.sampling;

import java.time.Duration;
import java.util.Set;

import io.blackfire.conprof.CpuEngine;
import io.blackfire.conprof.Dimension;

/**
 * What to sample and how often.
 *
 * @param dimensions what is measured
 * @param cpuEngine what drives CPU sampling, if it can be had
 * @param cpuInterval CPU time of a thread between two of its CPU samples
 * @param wallInterval time between two looks at each thread
 * @param allocIntervalBytes allocated bytes between two allocation samples, on average
 */
public record SamplingPlan(
        Set<Dimension> dimensions,
        CpuEngine cpuEngine,
        Duration cpuInterval,
        Duration wallInterval,
        long allocIntervalBytes) {

    boolean allocations() {
        return dimensions.contains(Dimension.ALLOCATED_MEMORY)
                || dimensions.contains(Dimension.ALLOCATIONS)
                || dimensions.contains(Dimension.HEAP_LIVE_SIZE);
    }
}
