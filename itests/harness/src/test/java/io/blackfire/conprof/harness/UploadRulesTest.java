package io.blackfire.conprof.harness;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class UploadRulesTest {
    private static final String EVENT_DISPOSITION = "form-data; name=\"event\"; filename=\"event.json\"";
    private static final String PROFILE = "part profile.pprof (profile.pprof)";

    static Stream<Arguments> multipart() {
        return Stream.of(
                head("multipart/form-data", "multipart/mixed", "Content-Type is multipart/mixed; boundary=b-42"),
                head("; boundary=b-42", "", "Content-Type has no boundary: multipart/form-data"),
                head("boundary=b-42", "boundary=\"b 42\"", "not a boundary: \"b 42\""),
                head("; boundary=b-42", "; boundary", "not a list of parameters: multipart/form-data; boundary"),
                head(
                        "b-42",
                        "b-42; boundary=b-43",
                        "parameter boundary is there twice: multipart/form-data; boundary=b-42; boundary=b-43"),
                head("b-42", "b-43", "the body does not begin with its boundary"),
                body("--b-42", "preamble\r\n--b-42", "the body does not begin with its boundary"),
                body("--b-42--", "--b-42", "the body does not end with its boundary"),
                body("--b-42--\r\n", "--b-42--\r\nepilogue", "there is something after the last boundary"),
                body(
                        "application/json\r\n\r\n\\{",
                        "application/json\r\n{",
                        "a part has no blank line after its header fields"),
                body("form-data", "attachment", "a part is not form-data but attachment"),
                body("name=\"event\"; ", "", "a part has no name"),
                body(
                        "Content-Disposition",
                        "Content-Description",
                        "header field Content-Disposition is there 0 times instead of once"),
                body(
                        "Content-Type: application/octet",
                        "Content-Encoding: gzip\r\nContent-Type: application/octet",
                        "part profile.pprof has a Content-Encoding"));
    }

    static Stream<Arguments> parts() {
        return Stream.of(
                body(
                        EVENT_DISPOSITION,
                        "form-data; name=\"events\"; filename=\"event.json\"",
                        "the first part is not the event but events event.json"),
                body(
                        EVENT_DISPOSITION,
                        "form-data; name=\"event\"; filename=\"e.json\"",
                        "the first part is not the event but event e.json"),
                body(
                        EVENT_DISPOSITION,
                        "form-data; name=\"event\"",
                        "the first part is not the event but event without a file name"),
                body("application/json", "text/plain", "the event is not application/json but \"text/plain\""),
                body(
                        "application/octet-stream",
                        "application/gzip",
                        PROFILE + " is not application/octet-stream but \"application/gzip\""),
                body(
                        "filename=\"profile.pprof\"",
                        "filename=\"profile.txt\"",
                        "part profile.pprof (profile.txt) is neither the event nor a profile"),
                body("; filename=\"profile.pprof\"", "", "there is no profile"),
                change(upload -> upload.profile = new byte[] {1, 2, 3, 4}, PROFILE + " is neither gzip nor zstd"),
                change(
                        upload -> upload.profile = Profiles.gzip(new byte[] {1}),
                        PROFILE + ": not the protobuf of a profile: "),
                change(
                        upload -> upload.profile =
                                Profiles.gzip(Profiles.valid().clearSampleType().build()),
                        PROFILE + ": there is no sample type"));
    }

    static Stream<Arguments> event() {
        return Stream.of(
                event("\"4\"\\}", "\"4\",}", "event.json is not valid: "),
                event("\\}$", "} {}", "event.json is not valid: "),
                event("\\{", "[", "event.json is not valid: "),
                event("\"family\"", "\"version\"", "event.json is not valid: "),
                event("java", "\u00ff", "event.json is not UTF-8"),
                event("\\[\"profile.pprof\"\\]", "\"profile.pprof\"", "attachments is not a list"),
                event("\\[\"profile.pprof\"\\]", "[1]", "attachments has 1"),
                event("\\[\"profile.pprof\"\\]", "[]", "attachments lists [] but [profile.pprof] was sent"),
                event(
                        "\\[\"profile.pprof\"\\]",
                        "[\"a.pprof\"]",
                        "attachments lists [a.pprof] but [profile.pprof] was sent"),
                event("\"family\":\"java\",", "", "family is not a string but null"),
                event("\"java\"", "\"\"", "family is empty"),
                event("\"4\"", "4", "version is not a string but 4"),
                event("\"4\"", "\"3\"", "version is \"3\""),
                event("10:00:00Z", "10:00:00+01:00", "start is not RFC 3339 in UTC: 2026-01-01T10:00:00+01:00"),
                event("10:00:00Z", "10:00:00", "start is not RFC 3339 in UTC: 2026-01-01T10:00:00"),
                event(
                        "2026-01-01T10:00:45",
                        "2026-02-31T10:00:45",
                        "end is not RFC 3339 in UTC: 2026-02-31T10:00:45.5Z"),
                event("10:00:45.5", "10:00:00", "start 2026-01-01T10:00:00Z is not before end 2026-01-01T10:00:00Z"),
                event("\"TAGS\"", "{\"a\":\"b\"}", "tags_profiler is not a string but {\"a\":\"b\"}"),
                event("TAGS", "a:b,c", "tags_profiler: \"c\" is not key:value"),
                event("TAGS", "a:b,,c:d", "tags_profiler: \"\" is not key:value"),
                event("TAGS", ":b", "tags_profiler: \":b\" is not key:value"));
    }

    private static Arguments head(String part, String instead, String violation) {
        return change(upload -> upload.head = upload.head.replaceFirst(part, instead), violation);
    }

    private static Arguments body(String part, String instead, String violation) {
        return change(upload -> upload.body = body -> body.replaceFirst(part, instead), violation);
    }

    private static Arguments event(String part, String instead, String violation) {
        return change(upload -> upload.event = upload.event.replaceFirst(part, instead), violation);
    }

    private static Arguments change(Consumer<Upload> change, String violation) {
        return arguments(violation, change);
    }

    @ParameterizedTest
    @MethodSource({"multipart", "parts", "event"})
    void brokenRule_isAnsweredAndRecorded(String violation, Consumer<Upload> change) throws Exception {
        try (TestAgent agent = TestAgent.unix()) {
            assertThat(RawClient.send(agent, Upload.with(change))).startsWith("400 " + violation);
            assertThat(agent.violations()).singleElement().asString().startsWith(violation);
            assertThat(agent.profiles()).isEmpty();
        }
    }

    @Test
    void fileSentTwice_isAViolation() throws Exception {
        try (TestAgent agent = TestAgent.unix()) {
            byte[] twice = Upload.with(upload -> upload.body = body -> {
                String part = body.substring(body.lastIndexOf("\r\n--b-42\r\n"), body.lastIndexOf("\r\n--b-42--"));
                return body.replace("\r\n--b-42--", part + "\r\n--b-42--");
            });
            assertThat(RawClient.send(agent, twice))
                    .isEqualTo("400 a file is there twice: [profile.pprof, profile.pprof]");
        }
    }

    @Test
    void zstdProfile_isAcceptedButNotDecoded() throws Exception {
        try (TestAgent agent = TestAgent.unix()) {
            byte[] zstd = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0};
            String answer = RawClient.send(agent, Upload.with(upload -> {
                upload.profile = zstd;
                upload.event = upload.event.replace("profile.pprof", "main.jfr");
                upload.body = body -> body.replace("name=\"profile.pprof\"", "name=\"main.jfr\"");
            }));
            assertThat(answer).isEqualTo("200");
            Attachment attachment = agent.profiles().get(0).attachments().get(0);
            assertThat(attachment.pprof()).isEmpty();
            assertThat(attachment.bytes()).isEqualTo(zstd);
        }
    }

    @Test
    void partWithoutFilename_isALabel() throws Exception {
        try (TestAgent agent = TestAgent.unix()) {
            byte[] label = Upload.with(upload -> upload.body = body -> body.replace(
                    "\r\n--b-42--", "\r\n--b-42\r\nContent-Disposition: form-data; name=team\r\n\r\nshop\r\n--b-42--"));
            assertThat(RawClient.send(agent, label)).isEqualTo("200");
            assertThat(agent.violations()).isEmpty();
        }
    }

    @Test
    void textOfTheEvent_isUtf8() throws Exception {
        try (TestAgent agent = TestAgent.unix()) {
            byte[] utf8 = "größe".getBytes(StandardCharsets.UTF_8);
            byte[] request =
                    Upload.with(upload -> upload.tags.put("team", new String(utf8, StandardCharsets.ISO_8859_1)));
            assertThat(RawClient.send(agent, request)).isEqualTo("200");
            assertThat(agent.profiles().get(0).tags()).containsEntry("team", "größe");
        }
    }
}
