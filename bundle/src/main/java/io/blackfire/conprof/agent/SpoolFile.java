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
            return new Parcel(application, start, in.readNBytes(in.readInt()), in.readNBytes(in.readInt()));
        }
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }
}
