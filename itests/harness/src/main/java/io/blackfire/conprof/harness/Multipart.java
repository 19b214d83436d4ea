package io.blackfire.conprof.harness;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Splits a body by <a href="https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1">RFC 2046</a>: no preamble, no epilogue. */
final class Multipart {
    private static final Pattern BOUNDARY = Pattern.compile("[0-9A-Za-z'()+_,./:=?-]{1,70}");

    private Multipart() {}

    static List<Part> split(String contentType, byte[] body) throws Violation {
        var type = HeaderValue.parse(contentType);
        Violation.require(type.value().equals("multipart/form-data"), "Content-Type is " + contentType);
        String boundary = type.parameters().get("boundary");
        Violation.require(boundary != null, "Content-Type has no boundary: " + contentType);
        Violation.require(BOUNDARY.matcher(boundary).matches(), "not a boundary: \"" + boundary + "\"");

        // one character for one byte
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String delimiter = "--" + boundary;
        Violation.require(text.startsWith(delimiter + "\r\n"), "the body does not begin with its boundary");
        int end = text.indexOf("\r\n" + delimiter + "--");
        Violation.require(end > delimiter.length(), "the body does not end with its boundary");
        String rest = text.substring(end + delimiter.length() + 4);
        Violation.require(rest.isEmpty() || rest.equals("\r\n"), "there is something after the last boundary");

        var parts = new ArrayList<Part>();
        String content = text.substring(delimiter.length() + 2, end);
        for (String part : content.split(Pattern.quote("\r\n" + delimiter + "\r\n"), -1)) {
            parts.add(part(part));
        }
        return parts;
    }

    private static Part part(String part) throws Violation {
        int blank = part.indexOf("\r\n\r\n");
        Violation.require(blank >= 0, "a part has no blank line after its header fields");
        var headers = new Headers();
        for (String line : part.substring(0, blank).split("\r\n", -1)) {
            // browsers and clients write file names in UTF-8
            headers.add(new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        }
        return Part.of(headers, part.substring(blank + 4).getBytes(StandardCharsets.ISO_8859_1));
    }
}
