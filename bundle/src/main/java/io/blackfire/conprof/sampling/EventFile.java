package io.blackfire.conprof.sampling;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the JFR events of a recording are: in a file that async-profiler may go on to write.
 *
 * @param path the file
 * @param from where they begin
 * @param to where they end, or the end of the file if that is before
 * @param last whether nothing follows them, so that the file can go when they have been read
 */
public record EventFile(Path path, long from, long to, boolean last) {
    /** Where a chunk's header has its length, and how long the header is: flightRecorder.cpp, writeHeader. */
    private static final int LENGTH_AT = 8;

    private static final int HEADER_BYTES = 68;

    /** All of a file. */
    static EventFile whole(Path path) {
        return new EventFile(path, 0, Long.MAX_VALUE, true);
    }

    /**
     * What chunks have that begin there and are followed by another: one, unless somebody else had one ended, too.
     *
     * @throws IOException when none is, as when a disk is full
     */
    static EventFile chunk(Path path, long from) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long to = from;
            while (true) {
                file.seek(to + LENGTH_AT);
                long length = file.readLong();
                if (length < HEADER_BYTES || length >= file.length() - to) {
                    // the one under way says that it has a gigabyte
                    break;
                }
                to += length;
            }
            if (to == from) {
                throw new IOException("no chunk has ended in the " + (file.length() - from) + " bytes left");
            }
            return new EventFile(path, from, to, false);
        }
    }

    /** What is left of a file. */
    static EventFile rest(Path path, long from) {
        return new EventFile(path, from, Long.MAX_VALUE, true);
    }

    /** Whether a session began with them. */
    public boolean first() {
        return from == 0;
    }

    /** How much there is of them. */
    public long bytes() throws IOException {
        return Math.min(to, Files.size(path)) - from;
    }
}
