package io.blackfire.conprof.agent;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.CRC32;

/**
 * A {@link Parcel} on disk: magic, then application, start, event and profile, each with its length, then the CRC-32 of all that. No
 * credentials: those are of whoever sends it.
 */
final class SpoolFile {
    /** "BFCP" and the version of the format. */
    private static final long MAGIC = 0x42464350_00000001L;

    private static final int VERSION_BITS = 32;

    private static final long MOST_BYTES = 256L << 20;

    private SpoolFile() {}

    static byte[] write(Parcel parcel) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(parcel.pprof().length + parcel.event().length + 64);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(MAGIC);
            out.writeUTF(parcel.application());
            out.writeLong(parcel.start().toEpochMilli());
            out.writeInt(parcel.event().length);
            out.write(parcel.event());
            out.writeInt(parcel.pprof().length);
            out.write(parcel.pprof());
            out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
        }
        return bytes.toByteArray();
    }

    /**
     * Reads one.
     *
     * @throws IOException when it cannot be read, or is not what was written
     */
    static Parcel read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException("too large");
        }
        byte[] bytes = Files.readAllBytes(file);
        int body = bytes.length - Long.BYTES;
        if (body < Long.BYTES) {
            throw new IOException("cut off");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readLong() != MAGIC) {
                throw new IOException("of another version, or no profile");
            }
            in.reset();
            in.skipNBytes(body);
            if (in.readLong() != checksum(bytes, body)) {
                throw new IOException("not what was written");
            }
            in.reset();
            in.skipNBytes(Long.BYTES);
            String application = in.readUTF();
            Instant start = Instant.ofEpochMilli(in.readLong());
            Parcel parcel = new Parcel(application, start, array(in), array(in));
            if (in.available() != Long.BYTES) {
                throw new IOException("not what was written");
            }
            return parcel;
        }
    }

    /** Whether it is one of another version of us, which alone can read it. */
    static boolean ofAnotherVersion(Path file) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            long magic = in.readLong();
            return magic != MAGIC && magic >>> VERSION_BITS == MAGIC >>> VERSION_BITS;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] array(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("not what was written");
        }
        return in.readNBytes(length);
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }
}
