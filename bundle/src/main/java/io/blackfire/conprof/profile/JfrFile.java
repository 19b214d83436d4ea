package io.blackfire.conprof.profile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

import io.blackfire.conprof.sampling.EventFile;

/**
 * Events that async-profiler has recorded, chunk by chunk. Where it is cut off or corrupt, what comes before and after is read, and what is
 * lost is counted. Memory is bounded by the size of the file, whatever it says. Not thread-safe.
 */
final class JfrFile implements AutoCloseable {
    private static final long MAGIC = 0x464c5200L;
    // what async-profiler writes, and the JDK since 9
    private static final int MAJOR_VERSION = 2;

    private final FileChannel file;
    private final JfrBytes in;
    private final long size;
    private long at;
    private long lostBytes;
    private int chunks;

    JfrFile(EventFile events) throws IOException {
        file = FileChannel.open(events.path(), StandardOpenOption.READ);
        at = events.from();
        size = Math.min(events.to(), file.size());
        in = new JfrBytes(file);
    }

    /** The next chunk; null when there is none. Identifiers may change their meaning with each. */
    JfrChunk next() throws IOException {
        while (true) {
            long start = nextHeader(at);
            lostBytes += start - at;
            if (start == size) {
                at = size;
                return null;
            }
            at = end(start);
            in.limit(at);
            try {
                JfrChunk chunk = new JfrChunk(in, start, at);
                chunks++;
                return chunk;
            } catch (CorruptJfr e) {
                lostBytes += at - start;
            }
        }
    }

    /** How many chunks could be read. */
    int chunks() {
        return chunks;
    }

    /** Bytes that were passed over between and instead of chunks. */
    long lostBytes() {
        return lostBytes;
    }

    /** Where the chunk says that it ends, if that can be; else where the next one begins. */
    private long end(long start) throws IOException {
        long end = -1;
        in.limit(size);
        in.seek(start + 8);
        try {
            end = start + in.u8();
        } catch (CorruptJfr e) {
            return size;
        }
        boolean possible = end >= start + JfrChunk.HEADER_BYTES && end <= size;
        return possible && (end == size || nextHeader(end) == end) ? end : nextHeader(start + 1);
    }

    /** Where the first chunk from there on begins; the end of the file if there is none. */
    private long nextHeader(long from) throws IOException {
        in.limit(size);
        in.seek(from);
        long last = 0;
        try {
            for (long next = from; ; next++) {
                last = last << 8 | in.u1();
                if ((last >>> 16 & 0xffffffffL) == MAGIC && (last & 0xffff) == MAJOR_VERSION && next >= from + 5) {
                    return next - 5;
                }
            }
        } catch (CorruptJfr e) {
            return size;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
