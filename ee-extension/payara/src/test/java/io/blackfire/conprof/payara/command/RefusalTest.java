package io.blackfire.conprof.payara.command;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RefusalTest {

    @Test
    void validValuesAndThoseThatUnset_areNotRefused() {
        assertThat(Refusal.of(Map.of("period", "10s"), Map.of("period", "30s", "deployments-exclude", "")))
                .isEmpty();
    }

    @Test
    void badValue_isNamedWithWhatIsKept() {
        assertThat(Refusal.of(Map.of("period", "10s"), Map.of("period", "0s")))
                .containsExactly("period=0s refused: must be between 1s and 1h; using 10s");
    }

    @Test
    void dotOfASetting_isAHyphenInTheMessageToo() {
        assertThat(Refusal.of(Map.of(), Map.of("deployments-names", "a")))
                .singleElement()
                .asString()
                .startsWith("deployments-names=a refused: ");
    }
}
