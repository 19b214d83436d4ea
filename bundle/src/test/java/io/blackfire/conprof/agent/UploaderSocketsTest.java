package io.blackfire.conprof.agent;

import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** Every kind of socket, against a real Agent that takes nothing but the exact request. */
class UploaderSocketsTest {

    @Test
    void unixSocket_takesTheProfile() {
        try (TestAgent agent = TestAgent.unix().requireConprof()) {
            deliver(agent, agent.address());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "http"})
    void tcpSocket_takesTheProfile(String scheme) {
        try (TestAgent agent = TestAgent.tcp().requireConprof()) {
            deliver(agent, agent.address().replace("tcp:", scheme + ":"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void https_takesTheProfile(String host) throws NoSuchAlgorithmException {
        SSLContext before = SSLContext.getDefault();
        try (TestAgent agent = TestAgent.https().requireConprof()) {
            SSLContext.setDefault(agent.clientContext());
            deliver(agent, agent.address().replace("127.0.0.1", host));
        } finally {
            SSLContext.setDefault(before);
        }
    }

    private static void deliver(TestAgent agent, String socket) {
        AgentAddress address = Uploads.address(socket, Uploads.LONG);
        Upload big = Uploads.sized(3_000_000);
        Uploader uploader = new Uploader(() -> address, 1 << 24);
        uploader.submit(Uploads.numbered(7));
        uploader.submit(big);

        assertThat(uploader.flush(Uploads.LONG))
                .as(uploader.status().toString())
                .isTrue();
        uploader.close(Duration.ZERO);

        assertThat(agent.violations()).isEmpty();
        List<ReceivedProfile> profiles = agent.profiles();
        assertThat(profiles).hasSize(2);
        assertThat(profiles.get(0).application()).isEqualTo("orders");
        assertThat(profiles.get(0).tags()).containsEntry("profile_seq", "7");
        assertThat(profiles.get(0).start()).isEqualTo(Uploads.START);
        assertThat(profiles.get(0).end()).isEqualTo(Uploads.START.plusSeconds(45));
        assertThat(profiles.get(1).pprofBytes()).isEqualTo(big.pprof());
        assertThat(uploader.status().delivered()).isEqualTo(2);
        assertThat(uploader.status().deliveredBytes()).isEqualTo(Uploads.SMALL.length + big.pprof().length);
        assertThat(uploader.status().pending()).isZero();
        assertThat(uploader.status().problem()).isEmpty();
        assertThat(uploader.status().socket()).isEqualTo(socket);
        assertThat(uploader.status().cpuTime()).isPositive();
    }
}
