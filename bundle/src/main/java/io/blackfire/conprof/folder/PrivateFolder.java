package io.blackfire.conprof.folder;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/** Folders and files that only the server's own user may read or write. */
public final class PrivateFolder {
    private static final System.Logger LOG = System.getLogger("io.blackfire.conprof");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private PrivateFolder() {}

    /** Where the library and the recordings may go, the best first: what the adapter says, the user's cache, a temporary folder. */
    public static List<Path> candidates(Path preferred) {
        List<Path> candidates = new ArrayList<>();
        if (preferred != null) {
            candidates.add(preferred);
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        Path home = Path.of(System.getProperty("user.home", ""));
        Path caches = cache == null || cache.isBlank() ? home.resolve(".cache") : Path.of(cache);
        // a user without an entry has "?" for a home
        if (caches.isAbsolute()) {
            candidates.add(caches.resolve("blackfire-conprof"));
        }
        candidates.add(
                Path.of(System.getProperty("java.io.tmpdir"), "blackfire-conprof-" + System.getProperty("user.name")));
        return candidates;
    }

    /**
     * Makes sure that the folder is there, is no link, is ours and nobody else's.
     *
     * @throws IOException when it cannot be made so
     */
    public static Path open(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath();
        if (!wrongName(absolute).isEmpty()) {
            throw new IOException(wrongName(absolute));
        }
        if (absolute.getParent() != null) {
            Files.createDirectories(absolute.getParent());
        }
        if (!posix(absolute.getParent())) {
            return Files.createDirectories(absolute);
        }
        try {
            Files.createDirectory(absolute, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException e) {
            PosixFileAttributes attributes =
                    Files.readAttributes(absolute, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isDirectory()) {
                throw new IOException(absolute + " is not a folder", e);
            }
            if (!attributes.owner().equals(currentOwner(absolute))) {
                throw new IOException(absolute + " belongs to " + attributes.owner(), e);
            }
            Files.setPosixFilePermissions(absolute, OWNER_ONLY);
        }
        return absolute;
    }

    /** Why {@link #open} would fail, as far as that can be seen without making or changing anything; empty when it would not. */
    public static String obstacle(Path folder) {
        Path absolute = folder.toAbsolutePath();
        String wrongName = wrongName(absolute);
        if (!wrongName.isEmpty()) {
            return wrongName;
        }
        Path there = nearest(absolute);
        if (!Files.isDirectory(there)) {
            return there + " is not a folder";
        }
        if (!Files.isWritable(there)) {
            return there + " cannot be written to";
        }
        try {
            Path self = Path.of("/proc/self");
            boolean foreign = there.equals(absolute)
                    && Files.exists(self)
                    && !Files.getOwner(there, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(self));
            return foreign ? absolute + " belongs to " + Files.getOwner(there, LinkOption.NOFOLLOW_LINKS) : "";
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    /** The folder, or the one that it would be made in. */
    public static Path nearest(Path folder) {
        Path there = folder.toAbsolutePath();
        while (there.getParent() != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = there.getParent();
        }
        return there;
    }

    /** Both end an argument or start a pattern in an async-profiler command. */
    private static String wrongName(Path absolute) {
        return absolute.toString().indexOf(',') >= 0 || absolute.toString().indexOf('%') >= 0
                ? absolute + ": async-profiler takes no path with a comma or a percent sign"
                : "";
    }

    /** Writes the file unless it is there with this content; never changes a file in place that may be in use. */
    public static void write(Path file, byte[] bytes) throws IOException {
        Content content = () -> new ByteArrayInputStream(bytes);
        if (!isFile(file) || checksum(() -> Files.newInputStream(file)) != checksum(content)) {
            replace(file, content);
        }
    }

    /**
     * The same of what is too large for one array: G1 begins to mark the whole heap for an array of half a region, 512 KiB in most heaps.
     *
     * @param checksum of the content
     */
    public static void write(Path file, Content content, long checksum) throws IOException {
        if (!isFile(file) || checksum(() -> Files.newInputStream(file)) != checksum) {
            replace(file, content);
        }
    }

    private static boolean isFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static void replace(Path file, Content content) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), "new-", ".tmp");
        try {
            try (InputStream in = content.open();
                    OutputStream out = Files.newOutputStream(fresh)) {
                in.transferTo(out);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** CRC-32: tells contents apart that nobody made to be alike, and is native code while a server boots and a comparison is interpreted. */
    public static long checksum(Content content) throws IOException {
        try (CheckedInputStream in = new CheckedInputStream(content.open(), new CRC32())) {
            in.transferTo(OutputStream.nullOutputStream());
            return in.getChecksum().getValue();
        }
    }

    /** What a file is to have. */
    @FunctionalInterface
    public interface Content {
        /** From its beginning. */
        InputStream open() throws IOException;
    }

    /** Deletes the folder and what is in it, as far as it can. */
    public static void delete(Path folder) {
        deleteContent(folder, null);
        deleteOne(folder);
    }

    /** Deletes what is in the folder but for one file, as far as it can. */
    public static void deleteContent(Path folder, Path kept) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.equals(folder) && !file.equals(kept))
                    .forEach(PrivateFolder::deleteOne);
        } catch (IOException | UncheckedIOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot list {0}: {1}", folder, e);
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot delete {0}: {1}", file, e);
        }
    }

    private static boolean posix(Path path) throws IOException {
        FileStore store = Files.getFileStore(path);
        return store.supportsFileAttributeView("posix");
    }

    private static Object currentOwner(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, "owner", "");
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }
}
