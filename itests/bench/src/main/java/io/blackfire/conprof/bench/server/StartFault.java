package io.blackfire.conprof.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

import io.blackfire.conprof.harness.machine.Program;

/**
 * What can be wrong with a server from its start on.
 *
 * @param mountOptions of the profiler's disk, each after a comma
 * @param launcher what starts the server
 * @param meanwhile what goes on while requests are measured
 */
record StartFault(String name, String mountOptions, List<String> launcher, Switch meanwhile) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Ten times a slice. */
    private static final Duration BETWEEN_CLOCKS = Duration.ofMillis(300);

    /**
     * Needs Go, which builds what refuses system calls, and gcc, which builds what sets the clock of one process.
     *
     * @param folder for what is built
     */
    static List<StartFault> all(Path folder) throws IOException {
        // the module's folder is the working folder of this JVM
        String deny = folder.resolve("deny").toString();
        run("go", "build", "-o", deny, "../../bundle/src/test/go/deny.go");
        String clock = folder.resolve("clock.so").toString();
        run("gcc", "-O2", "-shared", "-fPIC", "-o", clock, "src/main/c/clock.c");
        String noPerfEvents = "perf_event_open=1";
        String noTimersOfThreads = "timer_create=38";
        String noTimerOfTheProcess = "setitimer=1";
        Path offset = folder.resolve("offset");
        return List.of(
                started("none, another JVM (what chance does)"),
                new StartFault("folder mounted noexec", ",noexec", List.of(), Switch.nothing()),
                started("perf events refused", deny, noPerfEvents, "--"),
                started("and timers of threads", deny, noPerfEvents, noTimersOfThreads, "--"),
                started("and that of the process", deny, noPerfEvents, noTimersOfThreads, noTimerOfTheProcess, "--"),
                new StartFault(
                        "clock set back and forward by an hour",
                        "",
                        List.of("env", "CLOCK_OFFSET=" + offset, "LD_PRELOAD=" + clock),
                        new Clock(offset)));
    }

    private static void run(String... command) throws IOException {
        Program program = Program.run(new ProcessBuilder(command), "", PATIENCE);
        if (program.exit() != 0) {
            throw new IOException(program.output());
        }
    }

    private static StartFault started(String name, String... launcher) {
        return new StartFault(name, "", List.of(launcher), Switch.nothing());
    }

    private static final class Clock implements Switch {
        private final Path offset;
        private Thread thread;

        Clock(Path offset) throws IOException {
            this.offset = offset;
            set(0);
        }

        /** In place, as the file is mapped. */
        private void set(int hours) throws IOException {
            ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putLong(0, Duration.ofHours(hours).toSeconds());
            try (FileChannel file = FileChannel.open(offset, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                file.write(seconds, 0);
            }
        }

        @Override
        public void on() {
            thread = new Thread(() -> {
                try {
                    while (true) {
                        set(-1);
                        Thread.sleep(BETWEEN_CLOCKS.toMillis());
                        set(1);
                        Thread.sleep(BETWEEN_CLOCKS.toMillis());
                    }
                } catch (InterruptedException | IOException e) {
                    // that was enough
                }
            });
            thread.start();
        }

        @Override
        public void off() throws IOException {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            set(0);
        }
    }
}
