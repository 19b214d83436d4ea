package io.blackfire.conprof.agent;

import java.net.URI;
import java.util.Optional;
import java.util.logging.Level;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.blackfire.conprof.agent.Answer.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

class TroubleTest {
    private static final String SOCKET = "unix:///agent.sock";
    private final LogRecorder log = new LogRecorder();
    private final Trouble trouble = new Trouble();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void firstFailure_warns_theNextOnesOnlyCount() {
        for (int i = 0; i < 3; i++) {
            trouble.failed(SOCKET, Answer.of(Outcome.NOT_NOW, "it answered 503"));
        }

        assertThat(log.at(Level.WARNING))
                .containsExactly("Cannot deliver profiles: the Blackfire Agent at unix:///agent.sock did not take them:"
                        + " it answered 503; they wait");
        assertThat(log.at(Level.FINE)).hasSize(2);
        assertThat(log.at(Level.FINE).get(1)).endsWith("(failure 3 in a row)");
        assertThat(trouble.problem()).isEqualTo(log.at(Level.WARNING).get(0));
    }

    @Test
    void successAfterFailures_isTold() {
        trouble.failed(SOCKET, Answer.of(Outcome.ABSENT, "Connection refused"));
        trouble.failed(SOCKET, Answer.of(Outcome.ABSENT, "Connection refused"));

        trouble.delivered(SOCKET);
        trouble.delivered(SOCKET);

        assertThat(log.at(Level.INFO))
                .containsExactly(
                        "Profiles reach the Blackfire Agent at unix:///agent.sock again;" + " attempts that failed: 2");
        assertThat(trouble.problem()).isEmpty();
    }

    @Test
    void otherKindOfFailure_warnsAgain() {
        trouble.failed(SOCKET, Answer.of(Outcome.ABSENT, "Connection refused"));
        trouble.failed(SOCKET, Answer.of(Outcome.OUTDATED, "it answered 404 Not Found"));
        trouble.failed(SOCKET, Answer.of(Outcome.OUTDATED, "it answered 404 Not Found"));

        assertThat(log.at(Level.WARNING)).hasSize(2);
        assertThat(log.at(Level.WARNING).get(1)).contains("is older than 2.13.0 (it answered 404 Not Found)");
    }

    @Test
    void otherSocket_warnsAgain() {
        trouble.failed(SOCKET, Answer.of(Outcome.ABSENT, "Connection refused"));
        trouble.failed("tcp://127.0.0.1:8307", Answer.of(Outcome.ABSENT, "Connection refused"));

        assertThat(log.at(Level.WARNING)).hasSize(2);
    }

    @Test
    void refusals_areToldOnce_whateverGetsThroughBetween() {
        for (int i = 0; i < 3; i++) {
            trouble.failed(SOCKET, Answer.of(Outcome.REFUSED, "400 Bad Request: why"));
            trouble.delivered(SOCKET);
        }

        assertThat(log.at(Level.WARNING))
                .containsExactly("Lost a profile: the Blackfire Agent at unix:///agent.sock refused it:"
                        + " 400 Bad Request: why");
        assertThat(log.at(Level.FINE)).hasSize(2);
        assertThat(log.at(Level.INFO)).isEmpty();
    }

    @Test
    void address_showsNoSecret() {
        AgentAddress address = new AgentAddress(
                URI.create("http://user:password@agent:8307"),
                Optional.of("the-id"),
                Optional.of("the-token"),
                Uploads.LONG);

        assertThat(address).hasToString("http://agent:8307, timeout 20000 ms, with credentials");
        assertThat(address.hideSecrets("you sent the-id:the-token, dGhlLWlkOnRoZS10b2tlbg=="))
                .isEqualTo("you sent ***:***, ***");
    }
}
