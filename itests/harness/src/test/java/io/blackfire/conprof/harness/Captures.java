package io.blackfire.conprof.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The requests that were captured from real clients. */
final class Captures {
    private static final int CHUNK = 4096;

    private Captures() {}

    static byte[] read(String name) {
        try (var in = Captures.class.getResourceAsStream("/captures/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The request of Blackfire's Node.js client; the capture has its head one field a line and its body without the chunks. */
    static byte[] node() {
        var request = new ByteArrayOutputStream();
        String head = new String(read("node.head"), StandardCharsets.ISO_8859_1).strip();
        request.writeBytes((head.replace("\n", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(chunked(read("node.body")));
        return request.toByteArray();
    }

    static byte[] chunked(byte[] body) {
        var chunks = new ByteArrayOutputStream();
        for (int start = 0; start < body.length; start += CHUNK) {
            byte[] chunk = Arrays.copyOfRange(body, start, Math.min(body.length, start + CHUNK));
            chunks.writeBytes((Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            chunks.writeBytes(chunk);
            chunks.writeBytes(new byte[] {'\r', '\n'});
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        return chunks.toByteArray();
    }
}
