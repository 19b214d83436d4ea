package io.blackfire.conprof.karaf;

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
record Program(int exit, String output) {

    /** Runs a program with this input; one that does not end in time is killed. */
    static Program run(ProcessBuilder builder, String input, Duration timeout) throws IOException {
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

    private static String read(Process process) {
        try (var out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
