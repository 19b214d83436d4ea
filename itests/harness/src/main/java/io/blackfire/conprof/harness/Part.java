package io.blackfire.conprof.harness;

import java.util.Optional;

/**
 * One part of a multipart/form-data body.
 *
 * @param name name of the form field
 * @param filename name of the file, or empty if the part is not a file
 * @param contentType the Content-Type as sent, or an empty string
 * @param bytes the content
 */
record Part(String name, Optional<String> filename, String contentType, byte[] bytes) {
    static Part of(Headers headers, byte[] bytes) throws Violation {
        var disposition = HeaderValue.parse(headers.one("Content-Disposition"));
        Violation.require(
                disposition.value().equals("form-data"), "a part is not form-data but " + disposition.value());
        String name = disposition.parameters().get("name");
        Violation.require(name != null, "a part has no name");
        Violation.require(!headers.has("Content-Encoding"), "part " + name + " has a Content-Encoding");
        return new Part(
                name,
                Optional.ofNullable(disposition.parameters().get("filename")),
                headers.has("Content-Type") ? headers.one("Content-Type") : "",
                bytes);
    }
}
