package io.blackfire.conprof.harness;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import jakarta.json.JsonObject;

/**
 * One upload that kept every rule.
 *
 * @param tags the tags of the event
 * @param start begin of the period
 * @param end end of the period
 * @param headers header fields of the request; names are compared without case
 * @param event the event as sent
 * @param attachments the profiles, one for the clients that send one
 * @param receivedAt when the last byte of the request had come
 */
public record ReceivedProfile(
        Map<String, String> tags,
        Instant start,
        Instant end,
        Map<String, List<String>> headers,
        JsonObject event,
        List<Attachment> attachments,
        Instant receivedAt) {
    /** The application that the profile is of, or an empty string if its client names none. */
    public String application() {
        return tags.getOrDefault("application_name", tags.getOrDefault("service", ""));
    }

    /** The one profile of the upload, decoded. */
    public Pprof pprof() {
        return attachment().pprof().orElseThrow(() -> new AssertionError("not a pprof: " + this));
    }

    /** The one profile of the upload, compressed as it was sent. */
    public byte[] pprofBytes() {
        return attachment().bytes();
    }

    private Attachment attachment() {
        if (attachments.size() != 1) {
            throw new AssertionError(attachments.size() + " profiles instead of one: " + this);
        }
        return attachments.get(0);
    }

    @Override
    public String toString() {
        var files = attachments.stream()
                .map(attachment -> attachment.filename()
                        + attachment.pprof().map(pprof -> " " + pprof.totals()).orElse(""))
                .toList();
        return application() + " " + start + "/" + end + " seq " + tags.getOrDefault("profile_seq", "?") + " " + files;
    }
}
