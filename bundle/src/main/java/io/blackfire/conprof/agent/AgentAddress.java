package io.blackfire.conprof.agent;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where and how to reach the Agent: what can change while the profiler runs.
 *
 * @param socket {@code unix:///path}, {@code tcp://host:port}, {@code http://host:port} or {@code https://host:port}. For
 *     {@code http} and {@code https} a path is kept as a prefix, and the JVM's proxy settings apply; for the others they
 *     do not
 * @param serverId Blackfire server id; sent only together with the token
 * @param serverToken Blackfire server token
 * @param timeout how long one upload may take in all, from connecting to the end of the answer; only the look-up of a
 *     host's name is not bounded by it
 */
public record AgentAddress(URI socket, Optional<String> serverId, Optional<String> serverToken, Duration timeout) {

    /** The socket as it may be shown: without credentials, should it contain any. */
    String socketText() {
        String text = socket.toString();
        return socket.getRawUserInfo() == null ? text : text.replace(socket.getRawUserInfo() + "@", "");
    }

    /** The same for all profiles that may go to the same Agent under the same account. */
    public int account() {
        return Objects.hash(socketText(), serverId);
    }

    /** The credentials as HTTP Basic has them; empty unless both parts are there. */
    Optional<String> basicCredentials() {
        return serverId.flatMap(id -> serverToken.map(token -> {
            byte[] bytes = (id + ":" + token).getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder().encodeToString(bytes);
        }));
    }

    /** The text without any of the secrets, for logs: an answer may quote the request. */
    String hideSecrets(String text) {
        String hidden = text;
        for (Optional<String> secret : List.of(basicCredentials(), serverToken, serverId)) {
            if (!secret.orElse("").isEmpty()) {
                hidden = hidden.replace(secret.get(), "***");
            }
        }
        return hidden;
    }

    /** Never shows the secrets. */
    @Override
    public String toString() {
        return socketText() + ", timeout " + timeout.toMillis() + " ms"
                + (basicCredentials().isPresent() ? ", with credentials" : "");
    }
}
