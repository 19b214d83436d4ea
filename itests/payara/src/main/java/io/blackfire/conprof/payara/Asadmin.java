package io.blackfire.conprof.payara;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.blackfire.conprof.harness.machine.Jdk;
import io.blackfire.conprof.harness.machine.Program;

/**
 * A server's {@code asadmin}, as its administrators use it.
 *
 * @param home the server's folder
 */
record Asadmin(Path home) {
    /** What runs it, and the server when that is started. */
    static final Jdk JDK = Jdk.atLeast(Integer.getInteger("payara.jdk"));

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    /** What it prints; an error if it fails. */
    String run(List<String> arguments) throws IOException {
        Program run = attempt(arguments);
        if (run.exit() != 0) {
            throw new AssertionError("asadmin " + arguments + " ended with " + run.exit() + ":\n" + run.output());
        }
        return run.output();
    }

    /** How it ended, and what it printed. */
    Program attempt(List<String> arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/asadmin").toString(), "--interactive=false"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        prepare(builder);
        return Program.run(builder, "", TIMEOUT);
    }

    /** Lets a program see what administrators' programs see. */
    static void prepare(ProcessBuilder builder) {
        builder.environment().keySet().removeIf(Asadmin::ours);
        builder.environment().put("JAVA_HOME", JDK.home().toString());
        builder.environment().put("AS_JAVA", JDK.home().toString());
        builder.environment().put("AS_EXTRA_JAVA_OPTS", Jdk.QUICK_START);
    }

    /** The server shall know nothing of the settings that the tests themselves run with. */
    private static boolean ours(String name) {
        return name.equals("JAVA_TOOL_OPTIONS")
                || name.equals("JDK_JAVA_OPTIONS")
                || name.startsWith("AS_")
                || name.startsWith("BLACKFIRE_");
    }
}
