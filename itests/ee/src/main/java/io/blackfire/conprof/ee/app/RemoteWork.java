package io.blackfire.conprof.ee.app;

import jakarta.ejb.Remote;

/** Work that other applications may ask for. */
@Remote
public interface RemoteWork {
    /** Works for so many units. */
    long work(int units);

    /** Works for so many units when the transaction of this call is being committed. */
    void workAtCommit(int units);
}
