package io.blackfire.conprof.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

class SpoolFileFuzzTest {

    /** With the right beginning and checksum, as nothing gets further without. */
    @FuzzTest(maxDuration = "60s")
    void file_isReadOrRefused(byte[] body) throws IOException {
        Path file = Files.createTempFile("conprof-", ".profile");
        try {
            byte[] bytes = whole(body);
            Files.write(file, bytes);
            Parcel parcel;
            try {
                parcel = SpoolFile.read(file);
            } catch (IOException e) {
                return;
            }
            assertThat(parcel.event().length + parcel.pprof().length).isLessThan(bytes.length);
            assertThat(SpoolFile.write(parcel)).hasSize(bytes.length);
        } finally {
            Files.delete(file);
        }
    }

    private static byte[] whole(byte[] body) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES + body.length + Long.BYTES)
                .putLong(0x42464350_00000001L)
                .put(body)
                .array();
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, Long.BYTES + body.length);
        ByteBuffer.wrap(bytes).putLong(Long.BYTES + body.length, sum.getValue());
        return bytes;
    }
}
