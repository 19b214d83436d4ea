package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;

/** Karaf's shell, by the client that comes with Karaf: a batch on its standard input. */
record KarafShell(Setup setup, Jdk jdk, int port, String password) {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    /** Runs the commands one after the other; returns what they print. */
    String run(String... commands) {
        try {
            Program client = client(commands);
            String output = client.output().replaceAll("\u001b\\[[0-9;]*m", "");
            if (client.exit() != 0 || output.contains("Error executing command")) {
                throw new AssertionError(String.join("; ", commands) + ":\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(String.join("; ", commands), e);
        }
    }

    boolean answers() {
        // a client costs seconds that a booting server needs itself
        try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return connection.isConnected() && client("system:name").exit() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Program client(String... commands) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                setup.home().resolve("bin/client").toString(),
                "-b",
                "-a",
                Integer.toString(port),
                "-u",
                "karaf",
                "-p",
                password);
        builder.environment().put("JAVA_HOME", jdk.home().toString());
        builder.environment().put("JAVA_OPTS", "-Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        builder.environment().put("TERM", "dumb");
        return Program.run(builder, String.join("\n", commands) + "\n", TIMEOUT);
    }
}
