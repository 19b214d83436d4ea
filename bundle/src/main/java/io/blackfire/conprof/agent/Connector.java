package io.blackfire.conprof.agent;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;

/**
 * Opens the HTTP client's connections, in place of the client's own opener, whose Unix-domain sockets cannot serve a
 * process that runs for months. Measured with 5.6.5 on JDK 17: each connection leaves up to seven file descriptors behind,
 * even after the client is closed; cancelling a request wakes neither a read nor a write; a write to an Agent that does not
 * read lasts 60 s whatever the timeouts say.
 *
 * <p>TLS trusts what the JVM trusts ({@link SSLContext#getDefault}) and always checks the host's name.
 */
final class Connector implements HttpClientConnectionOperator {
    private final Optional<Path> unixSocket;
    private final Attempt attempt;

    /**
     * @param unixSocket where to connect to whatever host the client names; when empty, to that host
     * @param attempt what bounds the connections
     */
    Connector(Optional<Path> unixSocket, Attempt attempt) {
        this.unixSocket = unixSocket;
        this.attempt = attempt;
    }

    @Override
    public void connect(
            ManagedHttpClientConnection connection,
            HttpHost host,
            InetSocketAddress localAddress,
            TimeValue connectTimeout,
            SocketConfig socketConfig,
            HttpContext context)
            throws IOException {
        List<? extends SocketAddress> addresses = addresses(host);
        IOException failure = null;
        for (int i = 0; i < addresses.size(); i++) {
            try {
                // a share of the time for each, so that one that swallows packets does not keep us from the next
                connection.bind(open(addresses.get(i), attempt.remainingNanos() / (addresses.size() - i)));
                if (host.getSchemeName().equals("https")) {
                    upgrade(connection, host, context);
                }
                return;
            } catch (InterruptedIOException | SSLException e) {
                throw e;
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private List<? extends SocketAddress> addresses(HttpHost host) throws UnknownHostException {
        if (unixSocket.isPresent()) {
            return List.of(UnixDomainSocketAddress.of(unixSocket.get()));
        }
        int port = host.getPort() > 0 ? host.getPort() : host.getSchemeName().equals("https") ? 443 : 80;
        return Arrays.stream(InetAddress.getAllByName(host.getHostName()))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    private Socket open(SocketAddress address, long nanos) throws IOException {
        SocketChannel channel =
                unixSocket.isPresent() ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        try {
            AttemptSocket socket = new AttemptSocket(attempt, channel);
            socket.connect(address, nanos);
            return socket;
        } catch (InterruptedIOException e) {
            channel.close();
            throw e;
        } catch (IOException e) {
            channel.close();
            ConnectException nobody = new ConnectException(e.getMessage());
            nobody.initCause(e);
            throw nobody;
        }
    }

    @Override
    public void upgrade(ManagedHttpClientConnection connection, HttpHost host, HttpContext context) throws IOException {
        Socket plain = connection.getSocket();
        SSLSocket tls = (SSLSocket)
                defaultContext().getSocketFactory().createSocket(plain, host.getHostName(), host.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        connection.bind(tls, plain);
    }

    private static SSLContext defaultContext() throws SSLException {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new SSLException("this JVM has no TLS", e);
        }
    }
}
