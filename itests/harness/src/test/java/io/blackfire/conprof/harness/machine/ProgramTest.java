package io.blackfire.conprof.harness.machine;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProgramTest {

    @Test
    void program_readsItsInputAndAnswers() throws IOException {
        Program program = Program.run(new ProcessBuilder("sh", "-c", "cat; exit 3"), "Größe\n", Duration.ofSeconds(30));
        assertThat(program).isEqualTo(new Program(3, "Größe\n"));
    }

    @Test
    @Timeout(20)
    void program_thatHangsIsKilled() {
        assertThatThrownBy(() -> Program.run(new ProcessBuilder("sleep", "60"), "", Duration.ofMillis(200)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sleep");
    }
}
