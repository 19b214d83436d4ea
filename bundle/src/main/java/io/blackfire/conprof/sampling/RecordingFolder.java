package io.blackfire.conprof.sampling;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder for the recordings of one profiler, locked while it lives. The lock falls with the JVM, however it ends, and
 * so tells leftovers from the folders of other servers, in other containers too.
 */
final class RecordingFolder implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lock;
    private long next;

    private RecordingFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Removes leftovers, then makes a new folder. */
    static RecordingFolder open(Path parent) throws IOException {
        Path all = PrivateFolder.open(parent.resolve("recordings"));
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
            for (Path folder : folders) {
                deleteLeftover(folder);
            }
        }
        Path folder = Files.createTempDirectory(all, ProcessHandle.current().pid() + "-");
        FileChannel lock =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        return new RecordingFolder(folder, lock);
    }

    private static void deleteLeftover(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        if (!Files.exists(file)) {
            // being made just now by another server, or half deleted; an empty folder harms nobody
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            if (free != null) {
                PrivateFolder.deleteContent(folder, file);
                PrivateFolder.delete(folder);
            }
        } catch (OverlappingFileLockException e) {
            // another profiler of this JVM
        }
    }

    /** Whether it is still there: cleaners of temporary and cache folders do not ask. */
    boolean usable() {
        return Files.isDirectory(folder);
    }

    Path nextFile() {
        return folder.resolve(++next + ".jfr");
    }

    @Override
    public void close() {
        // the lock goes last, or a kill in between would leave recordings that nobody dares to delete
        PrivateFolder.deleteContent(folder, folder.resolve(LOCK));
        try {
            lock.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot close the lock of a recording folder", e);
        }
        PrivateFolder.delete(folder);
    }
}
