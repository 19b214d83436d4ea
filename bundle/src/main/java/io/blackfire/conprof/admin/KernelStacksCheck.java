package io.blackfire.conprof.admin;

import java.io.IOException;

import io.blackfire.conprof.CpuEngine;
import io.blackfire.conprof.ProfilerConfig;

/** Whether kernel functions can be told by name, where kernel stacks are wanted. */
record KernelStacksCheck(ProfilerConfig config, Kernel kernel) implements Check {

    @Override
    public String name() {
        return "kernel stacks";
    }

    @Override
    public Finding look() throws IOException {
        if (config.cpuEngine() != CpuEngine.PERF || !kernel.linux()) {
            return Finding.ok(name(), "not wanted, cpu-engine=perf would bring them");
        }
        String settings = "kernel.kptr_restrict=" + kernel.setting("kptr_restrict") + ", kernel.perf_event_paranoid="
                + kernel.setting("perf_event_paranoid");
        if (kernel.symbols()) {
            return Finding.ok(name(), "kernel functions have names: " + settings);
        }
        return Finding.warning(
                name(),
                "the kernel hides the names of its functions, stacks end where it begins: " + settings,
                "sysctl kernel.kptr_restrict=0 kernel.perf_event_paranoid=1, or give the server CAP_SYSLOG");
    }
}
