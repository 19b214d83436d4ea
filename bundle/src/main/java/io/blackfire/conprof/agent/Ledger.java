package io.blackfire.conprof.agent;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.blackfire.conprof.agent.Answer.Outcome;

/** Counts what became of the uploads: each once. Guarded by the {@link Uploader}'s lock. */
final class Ledger {
    private final Map<LossReason, Long> lost = new EnumMap<>(LossReason.class);
    private final Map<String, Long> delivered = new HashMap<>();
    private long deliveredBytes;
    private long lostOfThisLife;
    private LastUpload last;

    Ledger() {
        for (LossReason reason : LossReason.values()) {
            lost.put(reason, 0L);
        }
    }

    void answered(PendingUpload upload, Answer answer) {
        last = new LastUpload(
                Instant.now(), upload.application(), answer.outcome() == Outcome.DELIVERED, answer.text());
    }

    void delivered(PendingUpload upload) {
        if (!upload.settled()) {
            upload.setDelivered();
            delivered.merge(upload.application(), 1L, Long::sum);
            deliveredBytes += upload.bytes();
        }
    }

    void lost(PendingUpload upload, LossReason reason) {
        if (!upload.settled()) {
            upload.setLost();
            lost.merge(reason, 1L, Long::sum);
            lostOfThisLife += upload.ofThisLife() ? 1 : 0;
        }
    }

    /** Uploads of a life before, of which nothing else is known. */
    void lost(LossReason reason, int count) {
        lost.merge(reason, (long) count, Long::sum);
    }

    void lost(List<PendingUpload> uploads, LossReason reason) {
        uploads.forEach(upload -> lost(upload, reason));
    }

    /** By application name. */
    Map<String, Long> delivered() {
        return Map.copyOf(delivered);
    }

    long deliveredBytes() {
        return deliveredBytes;
    }

    /** Null before there is one. */
    LastUpload last() {
        return last;
    }

    Map<LossReason, Long> lost() {
        return new EnumMap<>(lost);
    }

    /** Without those that a life before left. */
    long lostOfThisLife() {
        return lostOfThisLife;
    }
}
