package io.blackfire.conprof.cdi;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import io.blackfire.conprof.Profiler;

/** All that an application without servlets has. */
@Dependent
public class WorkingBean {
    private static final long WORK_NANOS = 300_000_000;

    @Inject
    private Profiler profiler;

    /** For the container. */
    public WorkingBean() {}

    Profiler profiler() {
        return profiler;
    }

    /** What it comes to in the end is nothing that anybody wants to know. */
    long work() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + WORK_NANOS;
        long sum = 0;
        while (threads.getCurrentThreadCpuTime() < end) {
            for (int i = 0; i < 1_000_000; i++) {
                sum = 31 * sum + i;
            }
        }
        return sum;
    }
}
