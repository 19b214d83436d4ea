package io.blackfire.conprof.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

import org.apache.hc.core5.http.HttpEntity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UploadRequestTest {
    private final Tags tags = new Tags(new Jvm("web-1", 42, 0, Optional.empty()));
    private final UploadRequest request = new UploadRequest(tags);

    @Test
    void body_hasTheExactForm() throws IOException {
        Upload upload = new Upload(
                "größe",
                Map.of("team", "\"a\\b\""),
                Uploads.START,
                Uploads.START.plusSeconds(45),
                0,
                "PPROF".getBytes());

        HttpEntity entity = UploadRequest.body(request.parcel(upload));

        String type = entity.getContentType();
        assertThat(type).matches("multipart/form-data; boundary=[A-Za-z0-9_-]{30,70}");
        String boundary = type.substring(type.indexOf('=') + 1);
        String json = "{\"attachments\":[\"profile.pprof\"],\"tags_profiler\":\""
                + tags.of(upload).replace("\\", "\\\\").replace("\"", "\\\"")
                + "\",\"start\":\"2026-01-02T03:04:05.678Z\",\"end\":\"2026-01-02T03:04:50.678Z\""
                + ",\"family\":\"java\",\"version\":\"4\"}";
        assertThat(text(entity))
                .isEqualTo(String.join(
                        "\r\n",
                        "--" + boundary,
                        "Content-Disposition: form-data; name=\"event\"; filename=\"event.json\"",
                        "Content-Type: application/json",
                        "",
                        json,
                        "--" + boundary,
                        "Content-Disposition: form-data; name=\"profile.pprof\"; filename=\"profile.pprof\"",
                        "Content-Type: application/octet-stream",
                        "",
                        "PPROF",
                        "--" + boundary + "--",
                        ""));
    }

    @Test
    void length_isKnownBeforehand() throws IOException {
        HttpEntity entity = UploadRequest.body(request.parcel(Uploads.sized(100_000)));

        assertThat(entity.getContentLength()).isGreaterThan(100_000);
        assertThat(entity.isChunked()).isFalse();
    }

    private static String text(HttpEntity entity) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        entity.writeTo(bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
