package io.blackfire.conprof.sampling;

import java.io.IOException;
import java.nio.file.Path;

import io.blackfire.conprof.folder.OwnedFolder;
import io.blackfire.conprof.folder.PrivateFolder;

/** The folder for the recordings of one profiler. */
final class RecordingFolder implements AutoCloseable {
    private final OwnedFolder folder;
    private long next;

    private RecordingFolder(OwnedFolder folder) {
        this.folder = folder;
    }

    /** Removes leftovers, then makes a new folder. */
    static RecordingFolder open(Path parent) throws IOException {
        Path all = PrivateFolder.open(parent.resolve("recordings"));
        OwnedFolder.removeLeftovers(all, any -> true, leftover -> {});
        return new RecordingFolder(OwnedFolder.make(all, ProcessHandle.current().pid() + "-"));
    }

    /** Whether it is still there. */
    boolean usable() {
        return folder.usable();
    }

    /** For the events of a session of async-profiler's. */
    Path nextFile() {
        return folder.path().resolve(++next + ".jfr");
    }

    /** For the allocations of a period. */
    Path nextHeapFile() {
        return folder.path().resolve(++next + ".heap");
    }

    @Override
    public void close() {
        folder.close();
    }
}
