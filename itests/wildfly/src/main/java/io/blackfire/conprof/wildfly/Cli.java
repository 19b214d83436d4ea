package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Program;

/**
 * A server's {@code jboss-cli.sh}.
 *
 * @param home the server's folder
 * @param jdk what runs it
 */
record Cli(Path home, Jdk jdk) {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    /** Runs one of the scripts in the server's folder {@code bin}. */
    String script(String name, String... arguments) throws IOException {
        return run(Stream.concat(Stream.of("--file=" + home.resolve("bin").resolve(name)), Stream.of(arguments))
                .toArray(String[]::new));
    }

    /** What it prints; an error if it fails. */
    String run(String... arguments) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(home.resolve("bin/jboss-cli.sh").toString()), Stream.of(arguments))
                .toList();
        ProcessBuilder cli = WildFlyProcess.builder(command);
        cli.environment().put("JAVA_HOME", jdk.home().toString());
        cli.environment().put("JAVA_OPTS", Jdk.QUICK_START);
        Program run = Program.run(cli, "", TIMEOUT);
        if (run.exit() != 0) {
            throw new AssertionError(command + " ended with " + run.exit() + ":\n" + run.output());
        }
        return run.output();
    }
}
