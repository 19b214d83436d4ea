package io.blackfire.conprof;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

class SettingFuzzTest {

    /** In regular runs what was found before; with {@code -Pfuzz} more is looked for, as in all of these. */
    @FuzzTest(maxDuration = "60s")
    void value_isTakenAndWrittenAgainOrRefusedWithAReason(FuzzedDataProvider data) {
        Setting setting = data.pickValue(Setting.values());
        String typed = data.consumeRemainingAsString();
        assertThat(setting.shown(typed)).isNotNull();
        Object value;
        try {
            value = setting.parse(typed);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("(?s)(must|is not) .+");
            return;
        }
        assertThat(setting.parse(SettingText.of(value))).isEqualTo(value);
    }
}
