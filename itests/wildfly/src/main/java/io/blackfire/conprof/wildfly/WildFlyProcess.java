package io.blackfire.conprof.wildfly;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Processes that know nothing of the settings that the tests themselves run with. */
final class WildFlyProcess {
    private static final Set<String> OURS = Set.of("JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

    private WildFlyProcess() {}

    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .keySet()
                .removeIf(name -> OURS.contains(name) || name.startsWith("JBOSS_") || name.startsWith("BLACKFIRE_"));
        return builder;
    }

    static Process start(List<String> command, Path output) throws IOException {
        return builder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .redirectInput(new File("/dev/null"))
                .start();
    }
}
