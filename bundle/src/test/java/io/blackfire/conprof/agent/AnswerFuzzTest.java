package io.blackfire.conprof.agent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void answer_isUnderstoodOrRefusedAndFitForALog(byte[] answer) {
        try {
            assertThat(new AnswerParser(Http1Config.DEFAULT)
                            .parse(new SessionInputBufferImpl(1024), new ByteArrayInputStream(answer))
                            .getCode())
                    .isPositive();
        } catch (IOException | HttpException e) {
            assertThat(e).isNotNull();
        }
        String text = new String(answer, StandardCharsets.UTF_8);
        assertThat(RetryAfter.parse(text, Instant.EPOCH).isNegative()).isFalse();
        String logged = LogText.of(text);
        assertThat(logged.codePoints())
                .hasSizeLessThanOrEqualTo(LogText.LONGEST)
                .noneMatch(Character::isISOControl);
        String tag = Tags.clean(text, true);
        assertThat(tag).isNotEmpty().doesNotContain(",", ":", "\n");
        assertThat(Tags.clean(tag, true)).isEqualTo(tag);
    }
}
