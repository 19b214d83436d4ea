package io.blackfire.conprof.payara;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

import io.blackfire.conprof.harness.machine.Program;

/** Asks a server's administration directly for what {@code asadmin} would ask it: without a JVM for each command. */
final class RemoteCommands {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    /** Of the server whose administration listens there. */
    RemoteCommands(int port) {
        this.port = port;
    }

    /** How a command ended and what it says; the one parameter without a name is {@code DEFAULT}. */
    Program run(String command, Map<String, String> parameters) throws IOException {
        String query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/__asadmin/" + command + "?" + query))
                .header("User-Agent", "hk2-agent")
                .header("X-Requested-By", "tests")
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            Attributes answer = new Manifest(new ByteArrayInputStream(response.body())).getMainAttributes();
            String message = String.valueOf(answer.getValue("message")).replace("%%%EOL%%%", "\n");
            return new Program("SUCCESS".equals(answer.getValue("exit-code")) ? 0 : 1, message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
