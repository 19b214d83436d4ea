package io.blackfire.conprof.profile;

import java.io.IOException;

/**
 * Where things are in one chunk of a recording.
 *
 * @param events position of the first event
 * @param pools position of the constant pools
 * @param metadata position of the metadata
 * @param end position of the next chunk
 */
record ChunkHeader(long events, long pools, long metadata, long end) {
    private static final int SIGNATURE = 0x464c5200;
    private static final int MAJOR_VERSION = 2;
    private static final int BYTES = 68;

    /** Reads the header at this position; null when the chunk was never finished. */
    static ChunkHeader read(JfrInput in, long position) throws IOException {
        in.seek(position);
        if (in.readInt() != SIGNATURE || in.readInt() >>> 16 != MAJOR_VERSION) {
            throw new IOException("no chunk of JFR version 2 at " + position);
        }
        long size = in.readLong();
        long pools = in.readLong();
        long metadata = in.readLong();
        if (size < BYTES || size > in.size() - position || pools <= 0 || metadata <= 0) {
            return null;
        }
        return new ChunkHeader(position + BYTES, position + pools, position + metadata, position + size);
    }
}
