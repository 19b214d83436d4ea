package io.blackfire.conprof.agent;

import java.util.Map;

/**
 * How uploads fare, since the {@link Uploader} was made. Bytes are those of the compressed profiles.
 *
 * @param socket where they go, without credentials
 * @param deliveredOf profiles that the Agent took, by application name
 * @param deliveredBytes their size
 * @param pending profiles that wait in memory or are on their way
 * @param pendingBytes their size
 * @param spooled profiles that wait on disk
 * @param spooledBytes their size
 * @param lost profiles that were given up; every reason is there, with 0 when it never came
 * @param problem what is wrong with the Agent now; empty when nothing is known to be
 * @param last how the last attempt ended; null before there is one
 */
public record DeliveryStatus(
        String socket,
        Map<String, Long> deliveredOf,
        long deliveredBytes,
        int pending,
        long pendingBytes,
        int spooled,
        long spooledBytes,
        Map<LossReason, Long> lost,
        String problem,
        LastUpload last) {

    /** Profiles that the Agent took, of all applications. */
    public long delivered() {
        return deliveredOf.values().stream().mapToLong(Long::longValue).sum();
    }
}
