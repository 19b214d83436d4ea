package io.blackfire.conprof.agent;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One profile on its way to the Agent. However often it has to be sent, it is always the same request.
 *
 * @param application name of the application that it belongs to
 * @param labels the user's and the deployment's labels, in the order in which they are sent; they override the tags of
 *     the same name that every profile carries
 * @param start begin of the period
 * @param end end of the period
 * @param sequence number of the profile, 0 for the first of this application in this JVM
 * @param pprof the profile, pprof in gzip; not copied, so it must not be changed any more
 */
public record Upload(
        String application, Map<String, String> labels, Instant start, Instant end, long sequence, byte[] pprof) {

    public Upload {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    @Override
    public String toString() {
        return application + " #" + sequence + ", " + start + " to " + end + ", " + pprof.length + " bytes";
    }
}
