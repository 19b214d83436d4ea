package io.blackfire.conprof.harness;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CapturesTest {
    @OnEverySocket
    void nodeRequest_isAcceptedAndDecoded(Supplier<TestAgent> agents) throws Exception {
        try (TestAgent agent = agents.get()) {
            assertThat(RawClient.send(agent, Captures.node())).isEqualTo("200");
            assertThat(agent.violations()).isEmpty();
            assertThat(agent.profiles()).singleElement().satisfies(CapturesTest::isNode);
        }
    }

    private static void isNode(ReceivedProfile profile) {
        assertThat(profile.application()).isEqualTo("my-app");
        assertThat(profile.tags()).containsEntry("my-extra-label", "data").containsEntry("profile_seq", "0");
        assertThat(profile.start()).isEqualTo(Instant.parse("2026-11-22T17:37:59.170Z"));
        assertThat(profile.end()).isEqualTo(Instant.parse("2026-11-22T17:38:05.218Z"));
        assertThat(profile.headers().get("dd-evp-origin")).isEqualTo(List.of("dd-trace-js"));
        assertThat(profile.event().getString("family")).isEqualTo("node");
        assertThat(profile.attachments())
                .extracting(Attachment::filename)
                .containsExactly("wall.pprof", "events.pprof", "space.pprof");
        Pprof wall = profile.attachments().get(0).pprof().orElseThrow();
        assertThat(wall.totals())
                .containsOnlyKeys("sample/count", "wall/nanoseconds", "cpu/nanoseconds")
                .containsEntry("sample/count", 575L);
        assertThat(wall.periodType()).isEqualTo("wall/nanoseconds");
    }

    @Test
    void nodeRequest_isNotWhatOurClientSends() throws Exception {
        try (TestAgent agent = TestAgent.unix().requireConprof()) {
            assertThat(RawClient.send(agent, Captures.node())).startsWith("400 not one part profile.pprof");
            assertThat(agent.violations()).hasSize(1);
            assertThat(agent.profiles()).isEmpty();
        }
    }

    @Test
    void javaEvent_isParsed() throws Violation {
        Event event = Event.parse(Captures.read("java.event.json"));
        assertThat(event.attachments()).containsExactly("main.jfr");
        assertThat(event.tags().values())
                .containsEntry("service", "my-java-app")
                .containsEntry("language", "jvm")
                .containsEntry("library_version", "1.68.1~f1de45fd30")
                .hasSize(9);
    }
}
