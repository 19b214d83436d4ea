package io.blackfire.conprof.agent;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;

/** An upload and its fate: in memory, or on disk. Guarded by the {@link Uploader}'s lock. */
final class PendingUpload {
    /** In the order of their periods, and within one in that in which they came. */
    static final Comparator<PendingUpload> OLDEST_FIRST =
            Comparator.comparing(PendingUpload::start).thenComparingLong(PendingUpload::number);

    private final String application;
    private final Instant start;
    private final long number;
    private final int bytes;
    private Upload upload;
    private Path file;
    private int attempts;
    private boolean delivered;
    private boolean lost;

    /** @param number grows with every upload submitted */
    PendingUpload(Upload upload, long number) {
        this(upload.application(), upload.start(), number, upload.pprof().length);
        this.upload = upload;
    }

    private PendingUpload(String application, Instant start, long number, int bytes) {
        this.application = application;
        this.start = start;
        this.number = number;
        this.bytes = bytes;
    }

    /** One of a life before. */
    static PendingUpload onDisk(Parcel parcel, Path file) {
        PendingUpload pending = new PendingUpload(parcel.application(), parcel.start(), -1, parcel.pprof().length);
        pending.file = file;
        return pending;
    }

    /** It waits on disk from now on. */
    void movedTo(Path to) {
        file = to;
        upload = null;
        // there, the oldest is the next, whatever it took until now
        attempts = 0;
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

    long number() {
        return number;
    }

    int bytes() {
        return bytes;
    }

    boolean ofThisLife() {
        return number >= 0;
    }

    int attempts() {
        return attempts;
    }

    void attempted() {
        attempts++;
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
