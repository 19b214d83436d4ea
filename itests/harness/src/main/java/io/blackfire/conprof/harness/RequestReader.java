package io.blackfire.conprof.harness;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Reads HTTP/1.1 requests as <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a> wants them, without any tolerance.
 * Never reads a byte more than it needs, so that what it leaves unread makes a close abrupt.
 */
final class RequestReader {
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int MOST_LINES = 200;
    private static final int BIGGEST_BODY = 64 * 1024 * 1024;
    private static final Pattern LENGTH = Pattern.compile("\\d{1,9}");
    private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,7})(;[\\t\\x20-\\x7e]*)?");

    // what Go's server takes, which the Agent is written with: a path of a socket, for instance, is not a host
    private static final Pattern HOST = Pattern.compile("[!$%&'()*+,.:;=\\[\\]_~0-9A-Za-z-]+");

    private final InputStream in;

    RequestReader(InputStream in) {
        this.in = in;
    }

    Headers head() throws IOException, Violation {
        String line = line();
        Violation.require(line.equals("POST /profiling/v1/input HTTP/1.1"), "request line is \"" + line + "\"");
        Headers headers = fields();
        Violation.require(HOST.matcher(headers.one("Host")).matches(), "not a host: \"" + headers.one("Host") + "\"");
        if (headers.has("Transfer-Encoding")) {
            Violation.require(!headers.has("Content-Length"), "both Transfer-Encoding and Content-Length");
            String encoding = headers.one("Transfer-Encoding");
            Violation.require(encoding.equalsIgnoreCase("chunked"), "Transfer-Encoding is " + encoding);
        } else {
            Violation.require(headers.has("Content-Length"), "neither Transfer-Encoding nor Content-Length");
            String length = headers.one("Content-Length");
            Violation.require(LENGTH.matcher(length).matches(), "Content-Length is " + length);
        }
        return headers;
    }

    byte[] body(Headers headers) throws IOException, Violation {
        return headers.has("Content-Length") ? exactly(Integer.parseInt(headers.one("Content-Length"))) : chunks();
    }

    private byte[] chunks() throws IOException, Violation {
        var body = new ByteArrayOutputStream();
        while (true) {
            var size = CHUNK.matcher(line());
            Violation.require(size.matches(), "not the size of a chunk");
            int length = Integer.parseInt(size.group(1), 16);
            if (length == 0) {
                fields();
                return body.toByteArray();
            }
            Violation.require(body.size() + length <= BIGGEST_BODY, "the body is too big");
            body.writeBytes(exactly(length));
            Violation.require(line().isEmpty(), "no line end after a chunk");
        }
    }

    private Headers fields() throws IOException, Violation {
        var headers = new Headers();
        int lines = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            Violation.require(++lines <= MOST_LINES, "too many header fields");
            headers.add(line);
        }
        return headers;
    }

    private byte[] exactly(int length) throws IOException, Violation {
        Violation.require(length <= BIGGEST_BODY, "the body is too big");
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the body ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException, Violation {
        var line = new ByteArrayOutputStream();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the request ended inside a line");
            }
            if (next == '\r') {
                Violation.require(in.read() == '\n', "a carriage return without a line feed");
                return line.toString(StandardCharsets.ISO_8859_1);
            }
            Violation.require(next != '\n', "a line feed without a carriage return");
            Violation.require(line.size() < LONGEST_LINE, "a line is too long");
            line.write(next);
        }
    }
}
