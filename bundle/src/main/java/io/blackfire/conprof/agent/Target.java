package io.blackfire.conprof.agent;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

import org.apache.hc.core5.http.HttpHost;

/**
 * An Agent's socket in the HTTP client's terms.
 *
 * @param host whom the request names
 * @param path the request's path
 * @param unixSocket where to connect instead of to the host
 * @param proxied whether the JVM's proxy settings apply: for {@code http} and {@code https}, as for any other URL in Java
 */
record Target(HttpHost host, String path, Optional<Path> unixSocket, boolean proxied) {
    private static final String INPUT = "/profiling/v1/input";

    /** @throws IllegalArgumentException naming the socket, when there is no such kind of socket */
    static Target of(AgentAddress address) {
        URI socket = address.socket();
        String scheme = socket.getScheme() == null ? "" : socket.getScheme();
        switch (scheme) {
            case "unix":
                require(socket.getPath() != null && socket.getPath().length() > 1, address);
                return new Target(new HttpHost("http", "localhost"), INPUT, Optional.of(file(socket.getPath())), false);
            case "tcp":
                require(socket.getHost() != null && socket.getPort() > 0, address);
                return new Target(host("http", socket), INPUT, Optional.empty(), false);
            case "http", "https":
                require(socket.getHost() != null, address);
                String prefix =
                        socket.getRawPath() == null ? "" : socket.getRawPath().replaceFirst("/+$", "");
                return new Target(host(scheme, socket), prefix + INPUT, Optional.empty(), true);
            default:
                require(false, address);
                return null;
        }
    }

    private static HttpHost host(String scheme, URI socket) {
        return new HttpHost(scheme, socket.getHost().replaceAll("^\\[|]$", ""), socket.getPort());
    }

    /** A drive letter follows the slash in {@code unix:///C:/blackfire/agent.sock}. */
    private static Path file(String path) {
        return Path.of(path.matches("/[A-Za-z]:/.*") ? path.substring(1) : path);
    }

    private static void require(boolean condition, AgentAddress address) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "\"" + address.socketText()
                            + "\" is not a socket; it must be unix:///path, tcp://host:port, http://host:port or https://host:port");
        }
    }
}
