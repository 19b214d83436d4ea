package io.blackfire.conprof.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Program;

/**
 * async-profiler alone, with the events and intervals of our defaults: the library that the server has loaded already, told
 * what to do from outside.
 *
 * @param jdk what the server runs on
 * @param pid the server's process
 * @param recording where it writes
 */
record BareProfiler(Jdk jdk, long pid, Path recording) implements Switch {
    private static final String EVENTS = "event=ctimer,interval=10ms,wall=100ms,alloc=512k,live";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Override
    public void on() throws IOException {
        tell("start,quiet,jfr," + EVENTS + ",file=" + recording);
    }

    @Override
    public void off() throws IOException {
        tell("stop,quiet");
        Files.deleteIfExists(recording);
    }

    private void tell(String command) throws IOException {
        // in quotes, as commas separate its arguments
        Program load = Program.run(
                new ProcessBuilder(
                        jdk.program("jcmd").toString(),
                        Long.toString(pid),
                        "JVMTI.agent_load",
                        library().toString(),
                        '"' + command + '"'),
                "",
                TIMEOUT);
        if (load.exit() != 0 || !load.output().contains("return code: 0")) {
            throw new IOException(command + ": " + load.output());
        }
    }

    private Path library() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "maps")).stream()
                .filter(line -> line.contains("libasyncProfiler"))
                .map(line -> Path.of(line.substring(line.indexOf('/'))))
                .findFirst()
                .orElseThrow(() -> new IOException("async-profiler is not loaded in " + pid));
    }
}
