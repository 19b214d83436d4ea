package io.blackfire.conprof.admin;

import java.io.IOException;

import io.blackfire.conprof.CpuEngine;
import io.blackfire.conprof.Dimension;
import io.blackfire.conprof.ProfilerStatus;

/** Whether perf events drive CPU sampling, where that is wanted. */
record PerfEventsCheck(ProfilerStatus status, Kernel kernel) implements Check {

    @Override
    public String name() {
        return "perf events";
    }

    @Override
    public Finding look() throws IOException {
        boolean wanted = status.config().cpuEngine() == CpuEngine.PERF
                && status.config().dimensions().contains(Dimension.CPU_TIME);
        if (!wanted) {
            return Finding.ok(
                    name(), "not wanted, cpu-engine=perf would use them" + (kernel.linux() ? "; " + settings() : ""));
        }
        if (!kernel.linux()) {
            return Finding.warning(name(), "only Linux has them; CPU is sampled by timers", "set cpu-engine to timer");
        }
        if (status.cpuEngine().startsWith("perf")) {
            return Finding.ok(name(), "they sample CPU");
        }
        if (status.cpuEngine().isEmpty() && kernel.perfEvents() && !kernel.filtered()) {
            return Finding.ok(name(), "allowed: " + settings());
        }
        return Finding.warning(
                name(),
                "not in use, CPU is sampled by timers: " + settings(),
                advice() + ", or set cpu-engine to timer");
    }

    private String advice() throws IOException {
        if (!kernel.perfEvents()) {
            return "sysctl kernel.perf_event_paranoid=1, or give the server CAP_PERFMON";
        }
        return kernel.filtered()
                ? "let the container call perf_event_open (its seccomp profile), with CAP_PERFMON"
                : "wait for the next period";
    }

    private String settings() throws IOException {
        return "kernel.perf_event_paranoid=" + kernel.setting("perf_event_paranoid")
                + (kernel.filtered() ? ", system calls are filtered (seccomp)" : "");
    }
}
