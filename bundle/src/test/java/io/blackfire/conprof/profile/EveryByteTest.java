package io.blackfire.conprof.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.profile.WrittenRecording.Kind;
import io.blackfire.conprof.profile.WrittenRecording.Sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** A recording of two chunks, cut off at every byte, and with every byte of the first chunk changed. */
class EveryByteTest {
    private static final WrittenRecording WHOLE = whole();
    private static final int SECOND_CHUNK = WHOLE.bytes().length / 2;

    private static WrittenRecording whole() {
        List<Sample> chunk = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            chunk.add(new Sample(kind, 1, 1, 2, 100_000, 3, 1_000_000 * chunk.size()));
        }
        List<List<Integer>> stacks =
                List.of(IntStream.range(0, WrittenRecording.FRAME_KINDS).boxed().toList());
        try {
            byte[] golden = Files.readAllBytes(Converted.golden("jdk25.jfr"));
            return WrittenRecording.of(golden, stacks, List.of(chunk, chunk), List.of("a", "b", "c", "d"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void cutOffAnywhere_givesWhatIsBeforeTheCut() throws IOException {
        for (int cut = 0; cut < SECOND_CHUNK; cut++) {
            byte[] rest = Arrays.copyOf(WHOLE.bytes(), cut);
            if (cut < WHOLE.begins().get(0)) {
                assertThatIOException().isThrownBy(() -> Converted.convert(rest));
                continue;
            }
            Conversion conversion = Converted.convert(rest);
            int end = cut;
            assertThat(conversion.samples())
                    .as("cut off at %d", cut)
                    .isEqualTo(WHOLE.ends().stream().filter(each -> each <= end).count());
            assertThat(conversion.lostBytes()).as("cut off at %d", cut).isPositive();
            Converted.decode(conversion);
        }
    }

    /** What cannot be known to be wrong, a number or a letter that may as well be another one, is not asked for. */
    @Test
    void changedAnywhere_givesTheOtherChunkAndCountsWhatIsMissing() throws IOException {
        Set<String> functions = functions(Converted.convert(WHOLE.bytes()));
        int samples = WHOLE.samples().size();
        assertThat(functions).doesNotContain("unknown");
        byte[] bytes = WHOLE.bytes().clone();
        for (int at = 0; at < SECOND_CHUNK; at++) {
            int bits = at % 9 == 8 ? 0xff : 1 << at % 9;
            bytes[at] ^= (byte) bits;
            Conversion conversion = Converted.convert(bytes);
            bytes[at] ^= (byte) bits;
            assertThat(conversion.samples()).as("%d, %x", at, bits).isBetween(samples / 2L, samples + 1L);
            if (conversion.samples() < samples || functions(conversion).contains("unknown")) {
                assertThat(conversion.lostBytes()).as("%d, %x", at, bits).isPositive();
            }
        }
    }

    private static Set<String> functions(Conversion conversion) {
        return Converted.decode(conversion).values().stream()
                .flatMap(profile -> profile.samples().stream())
                .flatMap(sample -> sample.stack().frames().stream())
                .map(frame -> frame.function())
                .collect(Collectors.toSet());
    }
}
