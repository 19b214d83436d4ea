package io.blackfire.conprof.attribution;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpansTest {
    private final Spans spans = new Spans();
    private final List<String> recorded = new ArrayList<>();
    private final Spans.Recorder recorder = new Spans.Recorder() {
        @Override
        public long start() {
            return now++;
        }

        @Override
        public void end(long start, String tag) {
            recorded.add(tag + " from " + start);
        }
    };
    private long now = 10;

    SpansTest() {
        spans.recordTo(recorder);
    }

    @Test
    void spans_nest() {
        spans.enter("a");
        spans.enter("b");
        spans.enter("a");
        spans.leave("a");
        spans.leave("b");
        spans.leave("a");
        assertThat(recorded).containsExactly("a from 12", "b from 11", "a from 10");
        assertThat(spans.endPeriod().byThread()).isEmpty();
    }

    @Test
    void leaveWithoutEnter_isIgnored() {
        spans.leave("a");
        spans.enter("a");
        spans.leave("b");
        spans.leave("a");
        spans.leave("a");
        assertThat(recorded).containsExactly("a from 10");
    }

    @Test
    void spansUnderWay_areToldInnermostFirst() {
        spans.enter("a");
        spans.enter("b");
        assertThat(spans.endPeriod().byThread().get(ContextLoaders.id(Thread.currentThread())))
                .extracting(Spans.Span::tag)
                .containsExactly("b", "a");
    }

    @Test
    void threads_areThoseWithSpansInThePeriod() {
        long self = ContextLoaders.id(Thread.currentThread());
        assertThat(spans.endPeriod().threads()).isEmpty();
        spans.enter("a");
        assertThat(spans.endPeriod().threads()).containsExactly(self);
        assertThat(spans.endPeriod().threads()).containsExactly(self);
        spans.leave("a");
        assertThat(spans.endPeriod().threads()).as("ended in it").containsExactly(self);
        assertThat(spans.endPeriod().threads()).isEmpty();
    }

    /** No period would ever forget them, in a server whose every request may be another thread. */
    @Test
    void threadsOfNoRecording_areNotKept() {
        spans.enter("a");
        spans.leave("a");
        spans.recordTo(Spans.Recorder.NONE);
        assertThat(spans.endPeriod().threads()).as("recorded before").isEmpty();
        spans.enter("a");
        spans.leave("a");
        assertThat(spans.endPeriod().threads()).isEmpty();
    }

    @Test
    void spanThatIsOpenWhenTheRecordingBegins_isToldOfItsThread() {
        spans.recordTo(Spans.Recorder.NONE);
        spans.enter("a");
        spans.recordTo(recorder);
        spans.leave("a");
        assertThat(recorded).containsExactly("a from 1");
        assertThat(spans.endPeriod().threads()).containsExactly(ContextLoaders.id(Thread.currentThread()));
    }

    @Test
    void spanFromBeforeTheRecording_coversAllOfIt() {
        spans.recordTo(Spans.Recorder.NONE);
        spans.enter("a");
        assertThat(spans.endPeriod().byThread().values())
                .singleElement()
                .satisfies(open -> assertThat(open.get(0).start()).isEqualTo(1));
    }
}
