package io.blackfire.conprof.agent;

import java.time.Instant;

/**
 * What is sent of one profile: however often, and by whichever JVM in the end, it is the same request. The arrays are not copied,
 * so they must not be changed any more.
 *
 * @param application name of the application that it belongs to
 * @param start begin of the period
 * @param event the part {@code event.json}
 * @param pprof the profile, pprof in gzip
 */
record Parcel(String application, Instant start, byte[] event, byte[] pprof) {}
