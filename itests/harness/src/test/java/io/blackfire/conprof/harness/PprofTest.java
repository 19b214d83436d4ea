package io.blackfire.conprof.harness;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PprofTest {
    private static final String CPU = "cpu-time/nanoseconds";
    private final byte[] gzip = Profiles.gzip(Profiles.valid().build());
    private final Pprof pprof = Pprof.decode(gzip);

    @Test
    void totals_areInTheOrderOfTheProfile() {
        assertThat(pprof.sampleTypes()).containsExactly(CPU, "alloc-space/bytes");
        assertThat(pprof.totals()).containsExactly(Map.entry(CPU, 40_000_000L), Map.entry("alloc-space/bytes", 4096L));
        assertThat(pprof.total("alloc-space/bytes")).isEqualTo(4096);
    }

    @Test
    void absentSampleType_isZero() {
        assertThat(pprof.total("heap-space/bytes")).isZero();
    }

    @Test
    void sum_countsTheWantedStacks() {
        assertThat(pprof.sum(CPU, stack -> stack.contains("Price"))).isEqualTo(30_000_000);
        assertThat(pprof.sum(CPU, stack -> stack.leaf().equals("shop.Cart.total")))
                .isEqualTo(10_000_000);
        assertThat(pprof.sum(CPU, stack -> stack.root().equals("java.lang.Thread.run")))
                .isEqualTo(40_000_000);
    }

    @Test
    void sample_isResolved() {
        Sample sample = pprof.samples().get(0);
        assertThat(sample.stack().frames())
                .containsExactly(
                        new Frame("shop.Price.of", "Price.java", 20),
                        new Frame("shop.Cart.total", "Cart.java", 10),
                        new Frame("java.lang.Thread.run", "lang.java", 30));
        assertThat(sample.values()).isEqualTo(List.of(30_000_000L, 0L));
        assertThat(sample.labels()).isEqualTo(Map.of("thread", "worker-1"));
        assertThat(sample.numbers()).isEqualTo(Map.of("thread id", 7L));
    }

    @Test
    void times_areRead() {
        assertThat(pprof.timeNanos()).isEqualTo(1000);
        assertThat(pprof.durationNanos()).isEqualTo(45_000_000_000L);
        assertThat(pprof.period()).isEqualTo(10_000_000);
        assertThat(pprof.periodType()).isEqualTo(CPU);
    }

    @Test
    void plainProtobuf_isNotGzip() {
        assertThatThrownBy(() -> Pprof.decode(Profiles.valid().build().toByteArray()))
                .isInstanceOf(InvalidPprof.class)
                .hasMessage("not gzip");
    }

    @Test
    void cutGzip_isBroken() {
        assertThatThrownBy(() -> Pprof.decode(Arrays.copyOf(gzip, gzip.length / 2)))
                .isInstanceOf(InvalidPprof.class)
                .hasMessageStartingWith("broken gzip: ");
    }

    @Test
    void changedByte_isBroken() {
        // the checksum follows the content in the last eight bytes
        gzip[gzip.length - 8] ^= 1;
        assertThatThrownBy(() -> Pprof.decode(gzip))
                .isInstanceOf(InvalidPprof.class)
                .hasMessageStartingWith("broken gzip: ");
    }

    @Test
    void danglingReference_isReportedWhenRead() {
        var profile = Profiles.valid();
        profile.getSampleBuilder(0).setLocationId(0, 9);
        Pprof dangling = Pprof.decode(Profiles.gzip(profile.build()));
        assertThatThrownBy(() -> dangling.total(CPU))
                .isInstanceOf(InvalidPprof.class)
                .hasMessage("location 9 does not exist");
    }
}
