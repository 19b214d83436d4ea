package io.blackfire.conprof.profile;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Compresses at a level that takes less than half the time of the default for a tenth more bytes. */
final class QuickGzip extends GZIPOutputStream {
    private static final int LEVEL = 3;

    QuickGzip(OutputStream out) throws IOException {
        super(out, 1 << 14);
        def.setLevel(LEVEL);
    }
}
