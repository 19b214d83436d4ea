package io.blackfire.conprof.ee.app;

import jakarta.ejb.Remote;

/** Work that other applications may ask for. */
@Remote
public interface RemoteWork {
    /** Works for so many units. */
    long work(int units);
}
