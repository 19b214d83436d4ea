package io.blackfire.conprof.wildfly;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.RealmCallback;

import org.jboss.as.controller.client.ModelControllerClient;
import org.jboss.as.controller.client.ModelControllerClientConfiguration;

/**
 * Somebody who may log in to the management interface.
 *
 * @param name who
 * @param password the password
 */
record ManagementUser(String name, String password) {
    private static final String REALM = "ManagementRealm";

    static ManagementUser named(String name) {
        return new ManagementUser(name, "password-of-" + name);
    }

    /** Makes the user known to a server that has not yet been started, as {@code bin/add-user.sh} does. */
    ManagementUser addTo(WildFlyServer server) throws IOException {
        Path users = server.configuration().resolveSibling("mgmt-users.properties");
        Files.writeString(users, name + "=" + hash() + "\n", StandardOpenOption.APPEND);
        return this;
    }

    /** A client that is this user, and not the one who runs the tests. */
    ModelControllerClient client(WildFlyServer server) {
        return ModelControllerClient.Factory.create(new ModelControllerClientConfiguration.Builder()
                .setProtocol("remote+http")
                .setHostName("127.0.0.1")
                .setPort(server.managementPort())
                .setHandler(this::answer)
                .setSaslOptions(Map.of("SASL_DISALLOWED_MECHANISMS", "JBOSS-LOCAL-USER"))
                .build());
    }

    JMXConnector jmx(WildFlyServer server) throws IOException {
        return JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:remote+http://127.0.0.1:" + server.managementPort()),
                Map.of(
                        JMXConnector.CREDENTIALS,
                        new String[] {name, password},
                        "org.jboss.remoting-jmx.excluded-sasl-mechanisms",
                        "JBOSS-LOCAL-USER"));
    }

    private void answer(Callback... callbacks) {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback question) {
                question.setName(name);
            } else if (callback instanceof PasswordCallback question) {
                question.setPassword(password.toCharArray());
            } else if (callback instanceof RealmCallback question) {
                question.setText(question.getDefaultText());
            }
        }
    }

    private String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            String text = name + ":" + REALM + ":" + password;
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
