package io.blackfire.conprof.profile;

import java.io.IOException;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

class RecordingFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void recording_costsNoMoreThanItself(byte[] bytes) {
        Conversion conversion;
        try {
            conversion = Converted.convert(bytes);
        } catch (IOException e) {
            assertThat(e).hasMessageStartingWith("Cannot read ");
            return;
        }
        assertThat(Converted.decode(conversion)).hasSize(conversion.profiles().size());
    }
}
