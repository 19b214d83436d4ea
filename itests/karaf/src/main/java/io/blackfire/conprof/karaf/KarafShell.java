package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Karaf's shell, by the client that comes with Karaf: a batch on its standard input. */
record KarafShell(Setup setup, int port, String password) {
    private static final long TIMEOUT_SECONDS = 180;

    /** Runs the commands one after the other; returns what they print. */
    String run(String... commands) {
        try {
            Result result = execute(commands);
            if (result.exit() != 0 || result.output().contains("Error executing command")) {
                throw new AssertionError(String.join("; ", commands) + ":\n" + result.output());
            }
            return result.output();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean answers() {
        try {
            return execute("system:name").exit() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private record Result(int exit, String output) {}

    private Result execute(String... commands) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        setup.home().resolve("bin/client").toString(),
                        "-b",
                        "-a",
                        Integer.toString(port),
                        "-u",
                        "karaf",
                        "-p",
                        password)
                .redirectErrorStream(true);
        // not the server's JDK: the client needs one that still has a security manager
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", "-Xmx128m");
        builder.environment().put("TERM", "dumb");
        Process client = builder.start();
        try (var in = client.outputWriter(StandardCharsets.UTF_8)) {
            in.write(String.join("\n", commands) + "\n");
        }
        try {
            String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!client.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("no end of " + String.join("; ", commands));
            }
            return new Result(client.exitValue(), output.replaceAll("\u001b\\[[0-9;]*m", ""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            client.destroyForcibly();
        }
    }
}
