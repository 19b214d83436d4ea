package io.blackfire.conprof.harness;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DimensionsTableTest {
    @Test
    void table_hasALineForEachPeriodAndApplication() throws Exception {
        try (TestAgent agent = TestAgent.unix().requireConprof()) {
            RawClient.send(agent, upload("warehouse", "2026-01-01T10:00:45", "2026-01-01T10:01:30", 7));
            RawClient.send(agent, upload("shop", "2026-01-01T10:00:00", "2026-01-01T10:00:45", 1_234_567));
            RawClient.send(agent, upload("orders", "2026-01-01T10:00:00", "2026-01-01T10:00:45", 1));
            assertThat(DimensionsTable.of(agent.profiles()))
                    .isEqualTo(
                            """
                            Period (UTC)     Application    CPU Time  Wall-time  Heap Live Size  Allocated memory  Allocations
                            10:00:00 + 45 s  orders           2.5 ms          -          0.0 MB            0.0 MB            1
                            10:00:00 + 45 s  shop         3,086.42 s          -      2,469.1 MB        1,234.6 MB    1,234,567
                            10:00:45 + 45 s  warehouse       17.5 ms          -          0.0 MB            0.0 MB            7
                            """);
        }
    }

    @Test
    void noUploads_areAHeaderAlone() {
        assertThat(DimensionsTable.of(List.of()))
                .isEqualTo(
                        "Period (UTC)  Application  CPU Time  Wall-time  Heap Live Size  Allocated memory  Allocations\n");
    }

    private static byte[] upload(String application, String start, String end, long scale) {
        var profile = Profiles.valid().clearSample().clearSampleType();
        profile.addSampleType(Profiles.type(profile, "cpu-time", "nanoseconds"));
        profile.addSampleType(Profiles.type(profile, "alloc-space", "bytes"));
        profile.addSampleType(Profiles.type(profile, "alloc-samples", "count"));
        profile.addSampleType(Profiles.type(profile, "heap-space", "bytes"));
        profile.addSampleBuilder()
                .addLocationId(1)
                .addValue(2_500_000 * scale)
                .addValue(1000 * scale)
                .addValue(scale)
                .addValue(2000 * scale);
        return Upload.with(upload -> {
            upload.tags.put("application_name", application);
            upload.tags.put("service", application);
            upload.event = upload.event.replace("2026-01-01T10:00:45.5", end).replace("2026-01-01T10:00:00", start);
            upload.profile = Profiles.gzip(profile.build());
        });
    }
}
