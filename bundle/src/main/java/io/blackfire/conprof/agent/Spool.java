package io.blackfire.conprof.agent;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.blackfire.conprof.folder.OwnedFolder;
import io.blackfire.conprof.folder.PrivateFolder;

/**
 * The profiles that wait on disk, each a file of its own in a folder that is ours alone; those of a life before us are moved there.
 * Used by the upload thread alone. Nothing throws: what cannot be written stays in memory.
 */
final class Spool {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final String ENDING = ".profile";

    private final Supplier<Optional<Path>> home;
    private final Supplier<String> prefix;
    private OwnedFolder folder;
    private long next;
    private boolean failing;

    /**
     * What a life before has left.
     *
     * @param uploads the oldest first
     * @param unreadable how many more could not be read
     * @param expired how many more were too old, and waited for another Agent
     */
    record Found(List<PendingUpload> uploads, int unreadable, int expired) {}

    /**
     * @param home the folder with those of all profilers; empty while nobody knows it
     * @param prefix what this JVM's folders begin with, and no other's: process numbers are the same in every container
     */
    Spool(Supplier<Optional<Path>> home, Supplier<String> prefix) {
        this.home = home;
        this.prefix = prefix;
    }

    /**
     * Opens it, with what a life before us has left; what cannot be read of it is set aside. What another version wrote stays for
     * that, within its age: who goes back to it, or forward again, loses nothing.
     *
     * @param age of what is of no use to anybody: then it goes also where it waits for another Agent
     */
    Found adopt(Duration age, long nowNanos) {
        List<PendingUpload> uploads = new ArrayList<>();
        int[] unreadable = new int[1];
        int[] expired = new int[1];
        try {
            if (open()) {
                Path all = folder.path().getParent();
                OwnedFolder.removeLeftovers(all, this::notOfThisJvm, left -> {
                    int others = 0;
                    for (Path file : profiles(left)) {
                        if (SpoolFile.ofAnotherVersion(file)) {
                            others++;
                            continue;
                        }
                        Path ours = fresh();
                        Files.move(file, ours, StandardCopyOption.ATOMIC_MOVE);
                        read(ours)
                                .ifPresentOrElse(
                                        parcel -> uploads.add(PendingUpload.onDisk(parcel, ours, nowNanos)),
                                        () -> unreadable[0]++);
                    }
                    if (others > 0) {
                        LOG.log(
                                System.Logger.Level.INFO,
                                "Profiles that another version of the profiler left wait for it in {0}: {1}",
                                left,
                                others);
                        throw new IOException("they wait in it");
                    }
                });
                Instant oldest = Instant.now().minus(age);
                try (DirectoryStream<Path> others = Files.newDirectoryStream(all.getParent(), "spool*")) {
                    for (Path other : others) {
                        OwnedFolder.removeLeftovers(
                                other,
                                left -> notOfThisJvm(left) && untouchedSince(oldest, left),
                                left -> expired[0] += profiles(left).size());
                    }
                }
            }
        } catch (IOException e) {
            tell("cannot be looked through", e);
        }
        uploads.sort(PendingUpload.OLDEST_FIRST);
        return new Found(uploads, unreadable[0], expired[0]);
    }

    private boolean notOfThisJvm(Path left) {
        return !left.getFileName().toString().startsWith(prefix.get());
    }

    private static boolean untouchedSince(Instant time, Path folder) {
        try {
            return Files.getLastModifiedTime(folder).toInstant().isBefore(time);
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Path> profiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(any -> any.toString().endsWith(ENDING)).sorted().toList();
        }
    }

    /** Writes one; empty when that cannot be done. */
    Optional<Path> write(Parcel parcel) {
        try {
            if (!open()) {
                return Optional.empty();
            }
            Path file = fresh();
            PrivateFolder.write(file, SpoolFile.write(parcel));
            failing = false;
            return Optional.of(file);
        } catch (IOException e) {
            tell("cannot be written", e);
            return Optional.empty();
        }
    }

    /** Reads one; empty when that cannot be done: then it is set aside, where nobody reads it again. */
    Optional<Parcel> read(Path file) {
        try {
            return Optional.of(SpoolFile.read(file));
        } catch (IOException e) {
            tell(file + " cannot be read", e);
            setAside(file);
            return Optional.empty();
        }
    }

    private void setAside(Path file) {
        try {
            Path aside = folder.path().resolveSibling("unreadable" + ENDING);
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            delete(file);
        }
    }

    void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot delete {0}: {1}", file, e);
        }
    }

    /** Leaves what is in it to the next life, or nothing. */
    void close(boolean empty) {
        if (folder != null && empty) {
            folder.close();
        } else if (folder != null) {
            folder.leave();
        }
        folder = null;
    }

    private boolean open() throws IOException {
        if (folder != null && folder.usable()) {
            return true;
        }
        Optional<Path> parent = home.get();
        if (parent.isEmpty()) {
            return false;
        }
        folder = OwnedFolder.make(PrivateFolder.open(parent.get()), prefix.get());
        return true;
    }

    private Path fresh() {
        return folder.path().resolve(String.format(Locale.ROOT, "%012d", ++next) + ENDING);
    }

    private void tell(String what, IOException e) {
        LOG.log(
                failing ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                "Profiles that wait on disk: {0}, {1}",
                what,
                LogText.of(e.toString()));
        failing = true;
    }
}
