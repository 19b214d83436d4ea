package io.blackfire.conprof.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * A folder of one owner beside those of others, locked while the owner lives. The lock falls with the JVM, however it ends, and
 * so tells leftovers from the folders of other servers, in other containers too. Not thread-safe.
 */
public final class OwnedFolder implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lock;

    private OwnedFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** What is to be done with a folder before it is removed. */
    @FunctionalInterface
    public interface Before {
        /**
         * Does it.
         *
         * @throws IOException when the folder must stay
         */
        void removal(Path folder) throws IOException;
    }

    /** Makes a new folder in this one. */
    public static OwnedFolder make(Path parent, String prefix) throws IOException {
        Path folder = Files.createTempDirectory(parent, prefix);
        FileChannel lock =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        return new OwnedFolder(folder, lock);
    }

    /**
     * Removes what owners left that are gone; what cannot be removed stays.
     *
     * @param mayLook closing any descriptor of a lock file lets go of this process's lock on it, so those of this JVM must not
     *     even be looked at
     * @param before gets each of them before it is removed; nobody else gets it meanwhile
     */
    public static void removeLeftovers(Path parent, Predicate<Path> mayLook, Before before) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, Files::isDirectory)) {
            for (Path folder : folders) {
                if (mayLook.test(folder)) {
                    try {
                        removeLeftover(folder, before);
                    } catch (IOException e) {
                        LOG.log(System.Logger.Level.DEBUG, "Cannot remove {0}: {1}", folder, e);
                    }
                }
            }
        }
    }

    private static void removeLeftover(Path folder, Before before) throws IOException {
        Path file = folder.resolve(LOCK);
        if (!Files.exists(file)) {
            // being made just now by another server, or half deleted; an empty folder harms nobody
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            if (free != null) {
                before.removal(folder);
                PrivateFolder.deleteContent(folder, file);
                PrivateFolder.delete(folder);
            }
        } catch (OverlappingFileLockException e) {
            // another profiler of this JVM
        }
    }

    /** Where it is. */
    public Path path() {
        return folder;
    }

    /** Whether it is still there: cleaners of temporary and cache folders do not ask. */
    public boolean usable() {
        return Files.isDirectory(folder);
    }

    /** Leaves it to whoever comes next, under a name that says nothing of who had it. */
    public void leave() {
        unlock();
        try {
            Files.move(folder, folder.resolveSibling("left-" + UUID.randomUUID()));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot rename {0}: {1}", folder, e);
        }
    }

    /** Removes it. */
    @Override
    public void close() {
        // the lock goes last, or a kill in between would leave files that nobody dares to delete
        PrivateFolder.deleteContent(folder, folder.resolve(LOCK));
        unlock();
        PrivateFolder.delete(folder);
    }

    private void unlock() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot close the lock of a folder", e);
        }
    }
}
