package io.blackfire.conprof.harness.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program that ran to its end.
 *
 * @param exit what it answered
 * @param output what it printed, errors included
 */
public record Program(int exit, String output) {

    /** Runs a program with this input; one that does not end in time is killed. */
    public static Program run(ProcessBuilder builder, String input, Duration timeout) throws IOException {
        Process process = builder.redirectErrorStream(true).start();
        try {
            // beside the wait: reading ends only when the program does
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
            try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
                in.write(input);
            }
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("not ended within " + timeout.toSeconds() + " s: "
                        + builder.command().get(0));
            }
            return new Program(process.exitValue(), output.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Ends a program as a server's administrator does; one that does not end in time is killed. */
    public static void end(Process process, Duration timeout) {
        process.destroy();
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a program as nothing that it does can prevent, and waits until it has ended. */
    public static void kill(Process process) {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String read(Process process) {
        try (var out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
