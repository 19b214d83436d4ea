package io.blackfire.conprof.agent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The uploads that wait, the oldest first, bounded by their bytes. Not thread-safe.
 *
 * <p>The one that is on its way has left the queue and does not count: memory is bounded by the limit and that one.
 */
final class UploadQueue {
    private final long limitBytes;
    private final List<PendingUpload> waiting = new ArrayList<>();
    private long bytes;

    UploadQueue(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Adds a new upload, or one that could not be delivered; returns what there is no room for, the oldest first. */
    List<PendingUpload> add(PendingUpload upload) {
        if (!mayHold(upload)) {
            return List.of(upload);
        }
        int place = waiting.size();
        while (place > 0 && waiting.get(place - 1).number() > upload.number()) {
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
        while (bytes > limitBytes) {
            PendingUpload oldest = waiting.remove(0);
            bytes -= oldest.bytes();
            dropped.add(oldest);
        }
        return dropped;
    }

    /**
     * Takes the next to be sent: the oldest of those with the fewest attempts, so that one at which the Agent fails every
     * time does not hold up the others.
     */
    PendingUpload take() {
        PendingUpload next = waiting.stream()
                .min(Comparator.comparingInt(PendingUpload::attempts))
                .orElseThrow();
        waiting.remove(next);
        bytes -= next.bytes();
        return next;
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
