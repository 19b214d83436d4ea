package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * A user of a content repository, by WebDAV.
 *
 * @param application where the web application is, a slash at the end
 */
record WebDav(HttpClient http, URI application) {
    private static final String LOGIN =
            "Basic " + Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8));

    WebDav(URI application) {
        this(HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build(), application);
    }

    /** What the form of a repository that is not there yet sends. */
    HttpResponse<String> create(String home) {
        return send(
                "admin",
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("mode=new&repository_home=" + home)));
    }

    HttpResponse<String> put(String file, String text) {
        return send(
                "repository/default/" + file, HttpRequest.newBuilder().PUT(HttpRequest.BodyPublishers.ofString(text)));
    }

    HttpResponse<String> get(String file) {
        return send("repository/default/" + file, HttpRequest.newBuilder().GET());
    }

    /** All files of the repository with all properties. */
    HttpResponse<String> list() {
        return send(
                "repository/default/",
                HttpRequest.newBuilder().header("Depth", "1").method("PROPFIND", HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<String> send(String path, HttpRequest.Builder request) {
        try {
            return http.send(
                    request.uri(application.resolve(path))
                            .header("Authorization", LOGIN)
                            .timeout(Duration.ofSeconds(60))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
