package io.blackfire.conprof.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Folders;
import io.blackfire.conprof.harness.machine.Jdk;

/** {@code mvn -Pload}: whether the profiler keeps its limits in a {@link LoadedServer}, measured from outside. */
public final class LoadCost {
    private LoadCost() {}

    /**
     * Measures and prints.
     *
     * @param arguments {@code overhead-limit}, {@code period}, how many seconds until rates rest, how many pairs
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("conprof-load");
        try (TestAgent agent = TestAgent.unix()) {
            Process server = new ProcessBuilder(
                            Jdk.current().program("java").toString(),
                            "-Xmx1g",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LoadedServer.class.getName(),
                            agent.address(),
                            folder.toString(),
                            arguments[0],
                            arguments[1],
                            arguments[2],
                            arguments[3])
                    .inheritIO()
                    .start();
            try {
                while (!server.waitFor(1, TimeUnit.SECONDS)) {
                    agent.clear();
                }
            } finally {
                server.destroyForcibly();
            }
            if (server.exitValue() != 0) {
                throw new IOException("the server did not end as it should");
            }
        } finally {
            Folders.delete(folder);
        }
    }
}
