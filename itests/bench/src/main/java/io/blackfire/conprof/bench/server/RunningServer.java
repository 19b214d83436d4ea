package io.blackfire.conprof.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Program;

/** A {@link ProfiledServer} in a JVM of its own, with a small disk of its own, and the load on it. Not even root may write everywhere there. */
final class RunningServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PER_SECOND = 250;

    private final Process process;
    private final Path folder;
    private SteadyLoad load;

    /**
     * Starts one.
     *
     * @param agent where it sends to
     * @param folder the profiler's, where its disk is mounted for it alone
     * @param mountOptions of that disk
     * @param launcher what starts a program and its arguments
     */
    RunningServer(TestAgent agent, Path folder, String mountOptions, List<String> launcher, String... jvmOptions)
            throws IOException {
        this.folder = folder;
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                // root has perf events only as the machine's root
                System.getProperty("user.name").equals("root") ? "-m" : "-rm",
                "sh",
                "-c",
                "mount -t tmpfs -o size=16m" + mountOptions + " none \"$0\" && exec \"$@\"",
                folder.toString(),
                "setpriv",
                "--bounding-set=-dac_override,-dac_read_search"));
        command.addAll(launcher);
        // what it writes elsewhere goes with the folder's parent
        Path elsewhere = Files.createTempDirectory(folder.getParent(), "elsewhere");
        command.addAll(List.of(
                Jdk.current().program("java").toString(),
                "-Xmx512m",
                "-Duser.home=" + elsewhere,
                "-Djava.io.tmpdir=" + elsewhere,
                "-Dsun.net.httpserver.nodelay=true",
                // longer than any clock is set forward
                "-Dsun.net.httpserver.idleInterval=86400"));
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                ProfiledServer.class.getName(),
                agent.address(),
                folder.toString()));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        load = new SteadyLoad(port(command), PER_SECOND);
    }

    private int port(List<String> command) throws IOException {
        String line = process.inputReader().readLine();
        if (line == null || !line.matches("\\d+")) {
            close();
            throw new IOException(line + " is what a server said when started by " + command);
        }
        return Integer.parseInt(line);
    }

    /** The latencies of so long a load, in nanoseconds, in order. */
    long[] load(Duration length) throws IOException {
        return load.run(length);
    }

    int failed() {
        return load.failed();
    }

    /** What a page answers. */
    String get(String page) throws IOException {
        return load.get(page);
    }

    long pid() {
        return process.pid();
    }

    /** The profiler's folder, as it is for the server. */
    Path disk() {
        return Path.of("/proc", Long.toString(pid()), "root")
                .resolve(folder.toString().substring(1));
    }

    void awaitAllDelivered() {
        Await.until("all delivered", PATIENCE, () -> {
            try {
                get(ProfiledServer.FLUSH);
                return get(ProfiledServer.STATUS).startsWith("0 ");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Ends it as it should end; an error when it does not. */
    void end() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("the server did not end as it should");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        Program.kill(process);
        if (load != null) {
            load.close();
        }
    }
}
