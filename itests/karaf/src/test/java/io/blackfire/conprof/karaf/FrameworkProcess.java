package io.blackfire.conprof.karaf;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.blackfire.conprof.harness.machine.Jdk;

/** A {@link PlainFramework} in a JVM of its own, which has the framework and nothing else on its class path. */
final class FrameworkProcess implements AutoCloseable {
    private static final long ANSWER_SECONDS = 60;
    private static final long STOP_SECONDS = 30;

    private final Path log;
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    private FrameworkProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.commands = process.outputWriter();
        this.answers = process.inputReader();
    }

    /**
     * Starts one.
     *
     * @param framework the framework's own archive
     * @param folder what it may write to
     * @param options of the JVM
     */
    static FrameworkProcess start(Jdk jdk, Path framework, Path folder, String... options) throws IOException {
        Path log = folder.resolve("output.log");
        List<String> command = new ArrayList<>();
        command.add(jdk.program("java").toString());
        command.addAll(Arrays.asList(options));
        command.add("-cp");
        command.add(framework + ":" + Path.of("target/classes").toAbsolutePath());
        command.add(PlainFramework.class.getName());
        command.add(folder.resolve("framework").toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("BLACKFIRE_"));
        return new FrameworkProcess(builder.start(), log);
    }

    void startBundles(List<Path> files) {
        run("start " + files.stream().map(Path::toString).collect(Collectors.joining(" ")));
    }

    /** Gives a command and waits until it is carried out. */
    void run(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
            String answer = answer();
            if (!"ok".equals(answer)) {
                throw new AssertionError(command + ": " + answer + "\n" + log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(command + "\n" + log(), e);
        }
    }

    /** Null when the process has ended; one that hangs is ended here. */
    private String answer() throws IOException {
        CompletableFuture<?> tooLate = CompletableFuture.runAsync(
                process::destroyForcibly, CompletableFuture.delayedExecutor(ANSWER_SECONDS, TimeUnit.SECONDS));
        try {
            return answers.readLine();
        } finally {
            tooLate.cancel(false);
        }
    }

    long pid() {
        return process.pid();
    }

    /** What it printed to its error output. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Ends the framework in good order. */
    @Override
    public void close() throws IOException {
        try {
            commands.close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("not ended within " + STOP_SECONDS + " s:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
