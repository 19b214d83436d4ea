package io.blackfire.conprof.harness;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads a few bytes at a time, with a pause before each read. */
final class SlowInput extends FilterInputStream {
    private final int most;
    private final Pause pause;

    interface Pause {
        void take() throws IOException;
    }

    SlowInput(InputStream in, int most, Pause pause) {
        super(in);
        this.most = most;
        this.pause = pause;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        pause.take();
        return super.read(bytes, offset, Math.min(most, length));
    }
}
