package io.blackfire.conprof.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/** An upload and its fate: in memory, or on disk. Guarded by the {@link Uploader}'s lock. */
final class PendingUpload {
    /** In the order of their periods, and within one in that in which they came. */
    static final Comparator<PendingUpload> OLDEST_FIRST =
            Comparator.comparing(PendingUpload::start).thenComparingLong(PendingUpload::number);

    private static final Duration OLDEST = Duration.ofDays(36_500);

    private final String application;
    private final Instant start;
    private final long number;
    private final int bytes;
    private final long bornNanos;
    private Upload upload;
    private Path file;
    private int failures;
    private boolean delivered;
    private boolean lost;

    /**
     * A new one.
     *
     * @param number grows with every upload submitted
     */
    PendingUpload(Upload upload, long number, long nowNanos) {
        this(upload.application(), upload.start(), number, upload.pprof().length, nowNanos);
        this.upload = upload;
    }

    private PendingUpload(String application, Instant start, long number, int bytes, long bornNanos) {
        this.application = application;
        this.start = start;
        this.number = number;
        this.bytes = bytes;
        this.bornNanos = bornNanos;
    }

    /** One of a life before. */
    static PendingUpload onDisk(Parcel parcel, Path file, long nowNanos) {
        // its own time is gone, so the clock must do; one that was set back since makes it new
        long ageMillis = Instant.now().toEpochMilli() - parcel.start().toEpochMilli();
        long ageNanos = Duration.ofMillis(Math.max(0, Math.min(ageMillis, OLDEST.toMillis())))
                .toNanos();
        PendingUpload pending =
                new PendingUpload(parcel.application(), parcel.start(), -1, parcel.pprof().length, nowNanos - ageNanos);
        pending.file = file;
        return pending;
    }

    /** It waits on disk from now on. */
    void movedTo(Path to) {
        file = to;
        upload = null;
        // there, the oldest is the next, whatever it took until now
        failures = 0;
    }

    /** Null when it is on disk. */
    Upload upload() {
        return upload;
    }

    /** Null when it is in memory. */
    Path file() {
        return file;
    }

    String application() {
        return application;
    }

    Instant start() {
        return start;
    }

    /** By a time that nobody sets back or forward: that would lose all that waits. */
    long ageNanos(long nowNanos) {
        return nowNanos - bornNanos;
    }

    long number() {
        return number;
    }

    int bytes() {
        return bytes;
    }

    boolean ofThisLife() {
        return number >= 0;
    }

    int failures() {
        return failures;
    }

    void failed() {
        failures++;
    }

    boolean delivered() {
        return delivered;
    }

    boolean settled() {
        return delivered || lost;
    }

    void setDelivered() {
        delivered = true;
    }

    void setLost() {
        lost = true;
    }
}
