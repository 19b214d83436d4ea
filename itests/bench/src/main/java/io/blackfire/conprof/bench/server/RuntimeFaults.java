package io.blackfire.conprof.bench.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.blackfire.conprof.harness.Fault;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Program;

/** What can be wrong for a while in a server that runs. */
final class RuntimeFaults {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_CRASHES = Duration.ofMillis(300);
    private static final String MANY_FILES = "4096";
    private static final int PAGE_BYTES = 4096;
    private static final Duration SUSPENDED = Duration.ofSeconds(2);
    /** Less than what is measured. */
    private static final Duration UNTIL_STOP = FaultLatency.SETTLE.plusMillis(500);

    private final RunningServer server;
    private final TestAgent agent;
    private final TestAgent untrusted;
    private final TestAgent expired;

    /**
     * @param agent whom the server sends to
     * @param untrusted one whose certificate it does not trust
     * @param expired one whose certificate it would trust if that had not ended
     */
    RuntimeFaults(RunningServer server, TestAgent agent, TestAgent untrusted, TestAgent expired) {
        this.server = server;
        this.agent = agent;
        this.untrusted = untrusted;
        this.expired = expired;
    }

    /** By name, in the order of {@code FAULTS.md}. */
    Map<String, Switch> all() {
        Map<String, Switch> all = new LinkedHashMap<>();
        all.put("none (what chance does)", Switch.nothing());
        all.put("Agent absent", Switch.of(agent::stop, agent::start));
        all.put("Agent killed in mid-upload and restarted, again and again", new Crashes(agent));
        all.put("Agent that never answers", failing(Fault.noAnswer()));
        all.put("Agent that never reads", failing(Fault.noRead()));
        all.put("Agent that answers a byte a second", failing(Fault.drip()));
        all.put("Agent that resets", failing(Fault.resetInRequest()));
        all.put("Agent that answers garbage", failing(Fault.notHttp()));
        all.put("Agent that answers 404", failing(Fault.status(404)));
        all.put("Agent that answers 413", failing(Fault.status(413)));
        all.put("Agent that answers 429 with Retry-After", failing(Fault.status(429, Map.of("Retry-After", "1"))));
        all.put("Agent that answers 500", failing(Fault.status(500)));
        all.put("Agent that redirects", failing(Fault.status(302, Map.of("Location", "http://127.0.0.1:1/"))));
        all.put("Agent whose answer has no end", failing(Fault.endlessAnswer()));
        all.put("Unix socket without permission", denied());
        all.put("Unix socket replaced by a file", replaced());
        all.put("TLS untrusted", sendingTo(untrusted));
        all.put("TLS expired", sendingTo(expired));
        all.put("disk full, Agent absent", withoutAgent(fullDisk()));
        all.put("disk that cannot be written, Agent absent", withoutAgent(readOnly()));
        all.put("folder gone, Agent absent", withoutAgent(Switch.of(this::removeFolder, () -> {})));
        all.put("suspended for 2 s, just before", Switch.of(this::suspend, () -> {}));
        all.put("file descriptors used up", noMoreFiles());
        all.put("threads used up", both(noMoreThreads(), hardship(Hardship.THREADS)));
        all.put("heap nearly full", hardship(Hardship.HEAP));
        all.put(
                "the same, periods of 45 s",
                both(set("period", "45s", ProfiledServer.SHORT_PERIOD), hardship(Hardship.HEAP)));
        all.put("the same, profiler stopped", hardship(Hardship.HEAP_UNPROFILED));
        all.put("another profiler at work", hardship(Hardship.ANOTHER_PROFILER));
        all.put("profiler stopping, Agent that never answers", both(failing(Fault.noAnswer()), stop()));
        return all;
    }

    private static Switch both(Switch first, Switch second) {
        return Switch.of(
                () -> {
                    first.on();
                    second.on();
                },
                () -> {
                    first.off();
                    second.off();
                });
    }

    private Switch failing(Fault fault) {
        return Switch.of(() -> agent.fail(fault), agent::recover);
    }

    private Switch withoutAgent(Switch other) {
        return both(Switch.of(agent::stop, agent::start), other);
    }

    private Switch sendingTo(TestAgent other) {
        return set("agent-socket", other.address(), agent.address());
    }

    private Switch set(String setting, String now, String then) {
        String page = ProfiledServer.SET + setting + "=";
        return Switch.of(() -> server.get(page + now), () -> server.get(page + then));
    }

    private Switch hardship(String name) {
        return Switch.of(
                () -> server.get(ProfiledServer.HARDSHIP + name),
                () -> server.get(ProfiledServer.HARDSHIP + Hardship.NONE));
    }

    /** While requests are measured, which takes as long as an upload may. */
    private Switch stop() {
        return new Switch() {
            private Thread stopping;
            private volatile Exception failure;

            @Override
            public void on() {
                stopping = new Thread(() -> {
                    try {
                        Thread.sleep(UNTIL_STOP.toMillis());
                        server.get(ProfiledServer.HARDSHIP + Hardship.STOPPED);
                    } catch (IOException | InterruptedException e) {
                        failure = e;
                    }
                });
                stopping.start();
            }

            @Override
            public void off() throws IOException {
                join(stopping);
                if (failure != null) {
                    throw new IOException(failure);
                }
                server.get(ProfiledServer.HARDSHIP + Hardship.NONE);
            }
        };
    }

    private Path socket() {
        return Path.of(URI.create(agent.address()).getPath());
    }

    private Switch denied() {
        return Switch.of(
                () -> Files.setPosixFilePermissions(socket(), PosixFilePermissions.fromString("---------")),
                () -> Files.setPosixFilePermissions(socket(), PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    private Switch replaced() {
        return Switch.of(
                () -> {
                    agent.stop();
                    Files.createFile(socket());
                },
                () -> {
                    Files.delete(socket());
                    agent.start();
                });
    }

    private Switch fullDisk() {
        Path all = server.disk().resolve("all-there-is");
        return Switch.of(
                () -> {
                    try (OutputStream out = Files.newOutputStream(all)) {
                        while (true) {
                            out.write(new byte[1 << 16]);
                        }
                    } catch (IOException e) {
                        if (Files.size(all) == 0) {
                            throw e;
                        }
                    }
                },
                () -> Files.delete(all));
    }

    private Switch readOnly() {
        return Switch.of(() -> setFolders("u-w"), () -> setFolders("u+w"));
    }

    private void setFolders(String mode) throws IOException {
        run("find", server.disk().toString(), "-type", "d", "-exec", "chmod", mode, "{}", "+");
    }

    /** All that is on the disk, until nothing was added meanwhile. */
    private void removeFolder() throws IOException {
        run(
                "sh",
                "-c",
                "until find \"$0\" -mindepth 1 -delete; do :; done",
                server.disk().toString());
    }

    private void suspend() throws IOException {
        run("kill", "-STOP", pid());
        try {
            Thread.sleep(SUSPENDED.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            run("kill", "-CONT", pid());
        }
    }

    /** The limit is that of their numbers, so none between is left either. */
    private Switch noMoreFiles() {
        return Switch.of(
                () -> {
                    try (Stream<Path> all = Files.list(Path.of("/proc", pid(), "fd"))) {
                        Set<Integer> numbers = all.map(each ->
                                        Integer.valueOf(each.getFileName().toString()))
                                .collect(Collectors.toSet());
                        int first = 0;
                        while (numbers.contains(first)) {
                            first++;
                        }
                        limit("nofile", Integer.toString(first));
                    }
                },
                () -> limit("nofile", MANY_FILES));
    }

    /** No more addresses than there are now, so there is no stack for another one. */
    private Switch noMoreThreads() {
        return Switch.of(
                () -> {
                    String pages =
                            Files.readString(Path.of("/proc", pid(), "statm")).split(" ")[0];
                    limit("as", Long.toString(Long.parseLong(pages) * PAGE_BYTES));
                },
                () -> limit("as", "unlimited"));
    }

    private void limit(String resource, String most) throws IOException {
        run("prlimit", "--pid", pid(), "--" + resource + "=" + most + ":");
    }

    private String pid() {
        return Long.toString(server.pid());
    }

    private static void run(String... command) throws IOException {
        Program program = Program.run(new ProcessBuilder(command), "", PATIENCE);
        if (program.exit() != 0) {
            throw new IOException(program.output());
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An Agent that reads slowly, and is killed and started meanwhile. */
    private static final class Crashes implements Switch {
        private final TestAgent agent;
        private CountDownLatch end;
        private Thread thread;

        Crashes(TestAgent agent) {
            this.agent = agent;
        }

        @Override
        public void on() {
            agent.fail(Fault.slowRead(256, Duration.ofMillis(50)));
            CountDownLatch until = new CountDownLatch(1);
            end = until;
            thread = new Thread(() -> {
                try {
                    while (!until.await(BETWEEN_CRASHES.toMillis(), TimeUnit.MILLISECONDS)) {
                        agent.crash();
                        agent.start();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
        }

        @Override
        public void off() {
            end.countDown();
            join(thread);
            agent.recover();
        }
    }
}
