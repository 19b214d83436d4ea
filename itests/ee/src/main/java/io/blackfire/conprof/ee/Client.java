package io.blackfire.conprof.ee;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever uses the applications of a server.
 *
 * @param http how
 * @param server where
 */
public record Client(HttpClient http, URI server) {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Of the applications at this address. By HTTP/1.1: servers end connections of HTTP/2 while a request is on its way. */
    public Client(URI server) {
        this(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), server);
    }

    /** The body of the answer, which is 200. */
    public String get(String path) {
        HttpResponse<String> response = ask(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }

    /** The answer, whatever it is. */
    public HttpResponse<String> ask(String path) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(server.resolve(path)).timeout(SOON).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("GET " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("GET " + path, e);
        }
    }

    /** The answer of a WebSocket endpoint to one message. */
    String talk(String path, String message) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        URI endpoint = URI.create("ws://" + server.getAuthority() + path);
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(endpoint, new First(answer))
                .join();
        try {
            return socket.sendText(message, true)
                    .thenCompose(sent -> answer)
                    .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } finally {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }
    }

    private record First(CompletableFuture<String> answer) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            answer.complete(text.toString());
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            answer.completeExceptionally(error);
        }
    }
}
