package io.blackfire.conprof.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** What is written is read again, or refused: nothing in between. */
class SpoolFileTest {
    private static final Parcel PARCEL =
            new Parcel("Größe, 値段", Uploads.START, "{\"event\":1}".getBytes(), new byte[] {31, -117, 8, 0, 1, 2, 3});

    @TempDir
    private Path folder;

    private Parcel read(byte[] bytes) throws IOException {
        return SpoolFile.read(Files.write(folder.resolve("1.profile"), bytes));
    }

    @Test
    void parcel_comesBackAsItWas() throws IOException {
        Parcel read = read(SpoolFile.write(PARCEL));
        assertThat(read.application()).isEqualTo(PARCEL.application());
        assertThat(read.start()).isEqualTo(PARCEL.start());
        assertThat(read.event()).isEqualTo(PARCEL.event());
        assertThat(read.pprof()).isEqualTo(PARCEL.pprof());
    }

    @Test
    void fileOfAnyShorterLength_isRefused() throws IOException {
        byte[] whole = SpoolFile.write(PARCEL);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatIOException().as("%d bytes", length).isThrownBy(() -> read(cut));
        }
    }

    @Test
    void fileWithAnyBitChanged_isRefused() throws IOException {
        byte[] whole = SpoolFile.write(PARCEL);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatIOException().as("bit %d", bit).isThrownBy(() -> read(changed));
        }
    }

    @Test
    void fileOfAnotherVersion_isRefusedByName() throws IOException {
        byte[] other = SpoolFile.write(PARCEL);
        other[7] = 2;
        assertThatIOException().isThrownBy(() -> read(other)).withMessage("of another version, or no profile");
    }
}
