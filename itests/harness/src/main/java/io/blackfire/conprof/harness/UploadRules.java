package io.blackfire.conprof.harness;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** What every client of the Agent has to send. */
final class UploadRules {
    private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

    private UploadRules() {}

    static ReceivedProfile read(Headers headers, byte[] body) throws Violation {
        List<Part> parts = Multipart.split(headers.one("Content-Type"), body);
        Part first = parts.get(0);
        Violation.require(
                first.name().equals("event") && first.filename().equals(Optional.of("event.json")),
                "the first part is not the event but " + first.name() + " "
                        + first.filename().orElse("without a file name"));
        Violation.require(
                HeaderValue.parse(first.contentType()).value().equals("application/json"),
                "the event is not application/json but \"" + first.contentType() + "\"");
        Event event = Event.parse(first.bytes());
        var attachments = new ArrayList<Attachment>();
        for (Part part : parts.subList(1, parts.size())) {
            // a part that is no file is a label
            if (part.filename().isPresent()) {
                attachments.add(attachment(part, part.filename().get()));
            }
        }
        Violation.require(!attachments.isEmpty(), "there is no profile");
        attached(
                event.attachments(),
                attachments.stream().map(Attachment::filename).toList());
        return new ReceivedProfile(
                event.tags().values(),
                event.start(),
                event.end(),
                headers.asMap(),
                event.json(),
                attachments,
                Instant.now());
    }

    private static void attached(List<String> listed, List<String> sent) throws Violation {
        Violation.require(new HashSet<>(sent).size() == sent.size(), "a file is there twice: " + sent);
        Violation.require(
                listed.size() == sent.size() && new HashSet<>(listed).equals(new HashSet<>(sent)),
                "attachments lists " + listed + " but " + sent + " was sent");
    }

    private static Attachment attachment(Part part, String filename) throws Violation {
        String name = "part " + part.name() + " (" + filename + ")";
        boolean pprof = filename.endsWith(".pprof") || filename.equals("cpu");
        Violation.require(pprof || filename.endsWith(".jfr"), name + " is neither the event nor a profile");
        Violation.require(
                part.contentType().equals("application/octet-stream"),
                name + " is not application/octet-stream but \"" + part.contentType() + "\"");
        boolean gzip = Pprof.isGzip(part.bytes());
        Violation.require(gzip || isZstd(part.bytes()), name + " is neither gzip nor zstd");
        try {
            Optional<Pprof> decoded =
                    pprof && gzip ? Optional.of(Pprof.decode(part.bytes()).validate()) : Optional.empty();
            return new Attachment(part.name(), filename, part.bytes(), decoded);
        } catch (InvalidPprof e) {
            throw new Violation(name + ": " + e.getMessage());
        }
    }

    private static boolean isZstd(byte[] bytes) {
        return bytes.length >= ZSTD.length && Arrays.equals(bytes, 0, ZSTD.length, ZSTD, 0, ZSTD.length);
    }
}
