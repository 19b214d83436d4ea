package io.blackfire.conprof.karaf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;

import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;

/**
 * Karaf's shell, by ssh: each call is one session. Karaf's own client does the same, after two seconds of starting a JVM.
 *
 * @param client shared by all users of one server
 * @param port where the shell listens
 * @param login who types
 */
record KarafShell(SshClient client, int port, Login login) implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    KarafShell(int port, Login login) {
        this(newClient(), port, login);
    }

    private static SshClient newClient() {
        SshClient client = SshClient.setUpDefaultClient();
        // nothing of the user who runs the test
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.start();
        return client;
    }

    private record Answer(Integer exit, String output) {
        boolean failed() {
            return exit == null
                    || exit != 0
                    || output.contains("Error executing command")
                    || output.contains("Command not found");
        }
    }

    private interface Opening {
        ClientChannel open(ClientSession session) throws IOException;
    }

    /** Runs the commands one after the other; returns what they print. */
    String run(String... commands) {
        String all = String.join("\n", commands);
        Answer answer = execute(all);
        if (answer.failed()) {
            throw new AssertionError(all + ":\n" + answer.output());
        }
        return answer.output();
    }

    /** Runs a command that must fail; returns what it prints. */
    String fail(String command) {
        Answer answer = execute(command);
        if (!answer.failed()) {
            throw new AssertionError(command + " did not fail:\n" + answer.output());
        }
        return answer.output();
    }

    /** What the health check says; or else what the shell says, which does not know the command at once. */
    String health() {
        return execute("hc:exec blackfire | cat").output();
    }

    /** Types into an interactive session, where keys such as the tabulator have a meaning; returns what it shows. */
    String type(String keys) {
        try {
            return session(session -> {
                        ChannelShell shell = session.createShellChannel();
                        shell.setPtyType("xterm");
                        shell.setPtyColumns(200);
                        shell.setIn(new ByteArrayInputStream((keys + "logout\n").getBytes(StandardCharsets.UTF_8)));
                        return shell;
                    })
                    .output();
        } catch (IOException e) {
            throw new UncheckedIOException(keys, e);
        }
    }

    /** The same shell for another user. */
    KarafShell as(Login other) {
        return new KarafShell(client, port, other);
    }

    /** Whether it takes connections, which it does at the end of a boot, on any JDK. */
    boolean listens() {
        try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return connection.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    boolean answers() {
        try {
            // a session costs time that a booting server needs itself
            return listens() && !session(exec("system:name")).failed();
        } catch (IOException e) {
            return false;
        }
    }

    private Answer execute(String commands) {
        try {
            return session(exec(commands));
        } catch (IOException e) {
            throw new UncheckedIOException(commands, e);
        }
    }

    private static Opening exec(String commands) {
        return session -> {
            ChannelExec exec = session.createExecChannel(commands + "\n");
            exec.setIn(new ByteArrayInputStream(new byte[0]));
            return exec;
        };
    }

    private Answer session(Opening opening) throws IOException {
        try (ClientSession session =
                client.connect(login.user(), "127.0.0.1", port).verify(TIMEOUT).getSession()) {
            session.addPasswordIdentity(login.password());
            session.auth().verify(TIMEOUT);
            return run(opening.open(session));
        }
    }

    private static Answer run(ClientChannel channel) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        channel.setOut(output);
        channel.setErr(output);
        channel.open().verify(TIMEOUT);
        if (channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), TIMEOUT).contains(ClientChannelEvent.TIMEOUT)) {
            throw new IOException("not ended within " + TIMEOUT.toSeconds() + " s:\n" + output);
        }
        String text = output.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9;?]*[a-zA-Z]", "");
        return new Answer(channel.getExitStatus(), text);
    }

    @Override
    public void close() {
        client.stop();
    }
}
