package io.blackfire.conprof.harness;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** An upload as our client sends it, to be broken by tests; texts hold one character for one byte. */
final class Upload {
    String head = "POST /profiling/v1/input HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: multipart/form-data; boundary=b-42\r\n";
    String event = "{\"attachments\":[\"profile.pprof\"],\"tags_profiler\":\"TAGS\",\"start\":\"2026-01-01T10:00:00Z\","
            + "\"end\":\"2026-01-01T10:00:45.5Z\",\"family\":\"java\",\"version\":\"4\"}";
    final Map<String, String> tags = new LinkedHashMap<>();
    byte[] profile = Profiles.gzip(Profiles.valid().build());
    UnaryOperator<String> body = UnaryOperator.identity();
    UnaryOperator<String> framing = length -> "Content-Length: " + length + "\r\n\r\n";

    private Upload() {
        tags.put("application_name", "orders");
        tags.put("service", "orders");
        tags.put("language", "jvm");
        tags.put("runtime", "java");
        tags.put("runtime_version", "17.0.15");
        tags.put("runtime_os", "linux");
        tags.put("runtime_arch", "amd64");
        tags.put("host", "web-1");
        tags.put("probe_version", "0.1.0");
        tags.put("process_id", "4711");
        tags.put("runtime-id", "f386554a-2e11-42cf-9e43-14c67ff25805");
        tags.put("profile_seq", "0");
        tags.put("team", "shop:eu");
    }

    static byte[] valid() {
        return with(upload -> {});
    }

    static byte[] with(Consumer<Upload> change) {
        var upload = new Upload();
        change.accept(upload);
        return upload.bytes();
    }

    private byte[] bytes() {
        String text = tags.entrySet().stream()
                .map(tag -> tag.getKey() + ":" + tag.getValue())
                .collect(Collectors.joining(","));
        String content = body.apply("--b-42\r\n"
                + "Content-Disposition: form-data; name=\"event\"; filename=\"event.json\"\r\n"
                + "Content-Type: application/json\r\n\r\n"
                + event.replace("TAGS", text)
                + "\r\n--b-42\r\n"
                + "Content-Disposition: form-data; name=\"profile.pprof\"; filename=\"profile.pprof\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n"
                + new String(profile, StandardCharsets.ISO_8859_1)
                + "\r\n--b-42--\r\n");
        String request = head + framing.apply(String.valueOf(content.length())) + content;
        return request.getBytes(StandardCharsets.ISO_8859_1);
    }
}
