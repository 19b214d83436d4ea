package io.blackfire.conprof.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The uploads that wait, in memory or on disk, the oldest first, bounded by their bytes and their number. Not thread-safe.
 *
 * <p>The one that is on its way has left the queue and does not count: memory is bounded by the limit and that one.
 */
final class UploadQueue {
    private final int limitCount;
    private long limitBytes;
    private final List<PendingUpload> waiting = new ArrayList<>();
    private long bytes;

    UploadQueue(long limitBytes, int limitCount) {
        this.limitBytes = limitBytes;
        this.limitCount = limitCount;
    }

    /** The limit from the next addition on. */
    void limit(long bytes) {
        limitBytes = bytes;
    }

    /** Adds a new upload, or one that could not be delivered; returns what there is no room for, the oldest first. */
    List<PendingUpload> add(PendingUpload upload) {
        if (!mayHold(upload)) {
            return List.of(upload);
        }
        int place = waiting.size();
        while (place > 0 && PendingUpload.OLDEST_FIRST.compare(waiting.get(place - 1), upload) > 0) {
            place--;
        }
        waiting.add(place, upload);
        bytes += upload.bytes();
        return overflow();
    }

    /** Whether there is room for it when nothing else waits. */
    boolean mayHold(PendingUpload upload) {
        return upload.bytes() <= limitBytes;
    }

    private List<PendingUpload> overflow() {
        List<PendingUpload> dropped = new ArrayList<>();
        while (bytes > limitBytes || waiting.size() > limitCount) {
            dropped.add(takeOldest());
        }
        return dropped;
    }

    /**
     * Takes the next to be sent: the oldest of those with the fewest failures, so that one at which the Agent fails every
     * time does not hold up the others.
     */
    PendingUpload take() {
        PendingUpload next = waiting.stream()
                .min(Comparator.comparingInt(PendingUpload::failures))
                .orElseThrow();
        remove(next);
        return next;
    }

    PendingUpload takeOldest() {
        PendingUpload oldest = waiting.get(0);
        remove(oldest);
        return oldest;
    }

    private void remove(PendingUpload upload) {
        waiting.remove(upload);
        bytes -= upload.bytes();
    }

    /** Takes those that are older than this now. */
    List<PendingUpload> takeOlderThan(Duration age, long nowNanos) {
        List<PendingUpload> old = waiting.stream()
                .filter(upload -> upload.ageNanos(nowNanos) > age.toNanos())
                .toList();
        old.forEach(this::remove);
        return old;
    }

    /** Takes all. */
    List<PendingUpload> drain() {
        List<PendingUpload> all = List.copyOf(waiting);
        waiting.clear();
        bytes = 0;
        return all;
    }

    List<PendingUpload> waiting() {
        return List.copyOf(waiting);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }

    long bytes() {
        return bytes;
    }
}
