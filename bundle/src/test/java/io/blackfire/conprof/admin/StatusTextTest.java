package io.blackfire.conprof.admin;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StatusTextTest {

    @Test
    void text_linesUpAndExplains() {
        assertThat(StatusText.of(Statuses.unavailable()))
                .contains("Blackfire Conprof is UNAVAILABLE since 2026-01-02T03:04:05Z: no library for this machine")
                .contains("  NAME           SAMPLES  PROFILES  UPLOADED\n  orders            1200         3         2\n"
                        + "  root (server)        7         3         3\n")
                .contains("lost: rejected")
                .contains("  last: 2026-01-02T03:04:15Z, orders: 503 Busy?[2J\n")
                .contains("  problem: refused")
                .contains("cpu-rate=x refused: ");
    }

    @Test
    void secrets_areHidden() {
        assertThat(StatusText.of(Statuses.unavailable()))
                .doesNotContain(Statuses.TOKEN)
                .contains("***");
    }

    @Test
    void names_cannotSteerATerminal() {
        assertThat(StatusText.of(Statuses.named("a\u001b[2J\u009b2J\nb\u2028c")))
                .contains("a?[2J?2J?b?c")
                .doesNotContain("\u001b", "\u009b", "\u2028");
    }
}
