package io.blackfire.conprof.sampling;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ThreadCpuTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long WORK = 300_000_000;
    // what runs just now is accounted for with the kernel's next tick
    private static final long TICKS = 30_000_000;

    @Test
    void thread_usedWhatTheJvmSays() {
        ThreadCpu cpu = new ThreadCpu();
        cpu.sinceLast();
        long begin = THREADS.getCurrentThreadCpuTime();
        while (THREADS.getCurrentThreadCpuTime() - begin < WORK) {
            Thread.onSpinWait();
        }
        Map<Integer, Long> used = cpu.sinceLast();
        assertThat(used.values()).anySatisfy(nanos -> assertThat(nanos).isCloseTo(WORK, within(TICKS)));
        assertThat(cpu.sinceLast().values())
                .as("what came before is not counted again")
                .allSatisfy(nanos -> assertThat(nanos).isLessThan(WORK));
    }
}
