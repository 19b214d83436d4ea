package io.blackfire.conprof.agent;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Whether somebody listens where the Agent should. Connects as for an upload, TLS and proxy included, and says nothing: of
 * the Agent's protocol only uploads are known, so any request would be one.
 */
public final class Reachability {
    private Reachability() {}

    /** Why no connection can be made; empty when one can. Only the look-up of a host's name may outlast the time. */
    public static Optional<String> obstacle(URI socket, Duration timeout) {
        try (Attempt attempt = new Attempt(timeout)) {
            connect(Target.of(new AgentAddress(socket, Optional.empty(), Optional.empty(), timeout)), attempt);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } catch (IOException | HttpException | ExecutionException | TimeoutException | RuntimeException e) {
            return Optional.of(e.getMessage() == null ? e.toString() : LogText.of(e.getMessage()));
        }
    }

    private static void connect(Target target, Attempt attempt)
            throws IOException, HttpException, InterruptedException, ExecutionException, TimeoutException {
        HttpClientContext context = HttpClientContext.create();
        DefaultRoutePlanner planner = target.proxied()
                ? new SystemDefaultRoutePlanner(ProxySelector.getDefault())
                : new DefaultRoutePlanner(null);
        BasicHttpClientConnectionManager connections =
                new BasicHttpClientConnectionManager(new Connector(target.unixSocket(), attempt), null);
        try {
            ConnectionEndpoint endpoint = connections
                    .lease("", planner.determineRoute(target.host(), context), null)
                    .get(Timeout.ofNanoseconds(attempt.remainingNanos()));
            connections.connect(endpoint, null, context);
        } finally {
            connections.close(CloseMode.IMMEDIATE);
        }
    }
}
