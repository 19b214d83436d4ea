package io.blackfire.conprof.agent;

/** An upload and its fate. Guarded by the {@link Uploader}'s lock. */
final class PendingUpload {
    private final Upload upload;
    private final long number;
    private int attempts;
    private boolean delivered;
    private boolean lost;

    /** @param number grows with every upload submitted */
    PendingUpload(Upload upload, long number) {
        this.upload = upload;
        this.number = number;
    }

    Upload upload() {
        return upload;
    }

    long number() {
        return number;
    }

    int bytes() {
        return upload.pprof().length;
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
