package io.blackfire.conprof.agent;

import java.io.File;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.Fault;
import io.blackfire.conprof.harness.ReceivedProfile;
import io.blackfire.conprof.harness.TestAgent;

import static org.assertj.core.api.Assertions.assertThat;

/** Every kind of socket, against a real Agent that takes nothing but the exact request. */
class UploaderSocketsTest {

    @ParameterizedTest
    @CsvSource({
        "unix,  unix,  ",
        "tcp,   tcp,   ",
        "tcp,   http,  ",
        "tcp,   http,  localhost",
        "https, https, ",
        "https, https, localhost"
    })
    void socket_takesTheProfile(String kind, String scheme, String host) {
        try (Trust trust = new Trust();
                TestAgent agent = trust.agent(kind)) {
            String socket = agent.address().replaceFirst("^\\w+:", scheme + ":");
            deliver(agent, host == null ? socket : socket.replace("127.0.0.1", host));
        }
    }

    /** What is said of an Agent that gets nothing, while the profile waits. */
    private static String refused(TestAgent agent, AgentAddress address) {
        PauseRecorder pauses = new PauseRecorder();
        Backoff none = new Backoff(Duration.ZERO, Duration.ZERO, () -> -1L);
        Uploader uploader = Uploads.uploader(() -> address, 1 << 24, none, pauses);
        uploader.submit(Uploads.numbered(0));

        assertThat(pauses.take()).isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));

        assertThat(agent.requests()).isZero();
        assertThat(uploader.status().pending()).isEqualTo(1);
        String problem = uploader.status().problem();
        uploader.close(Duration.ZERO);
        return problem;
    }

    @Test
    void https_withAStrangersCertificate_isNotTrusted() {
        try (TestAgent agent = TestAgent.https()) {
            assertThat(refused(agent, Uploads.address(agent))).contains("certification path");
        }
    }

    @Test
    void https_withACertificateThatHasEnded_isNotTrusted() {
        try (Trust trust = new Trust();
                TestAgent agent = trust.of(TestAgent.httpsExpired())) {
            assertThat(refused(agent, Uploads.address(agent))).contains("validity check failed");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // where every address of 127.0.0.0/8 is this machine's
    void https_underANameThatIsNotInTheCertificate_isNotTrusted() throws Exception {
        try (Trust trust = new Trust();
                TestAgent agent = trust.agent("https");
                Forwarder forwarder =
                        new Forwarder("127.0.0.2", URI.create(agent.address()).getPort())) {
            assertThat(refused(agent, Uploads.address("https://127.0.0.2:" + forwarder.port(), Uploads.LONG)))
                    .contains("127.0.0.2", "No subject alternative names");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void connections_leaveNoDescriptorBehind() {
        try (TestAgent agent = TestAgent.unix()) {
            Uploader uploader = Uploads.impatient(() -> Uploads.address(agent));
            uploader.submit(Uploads.numbered(0));
            assertThat(uploader.flush(Uploads.LONG)).isTrue();
            agent.failNext(10, Fault.closeWithoutAnswer());
            agent.failNext(10, Fault.resetInRequest());
            agent.failNext(10, Fault.status(500));
            int before = descriptors();

            for (int i = 1; i <= 30; i++) {
                uploader.submit(Uploads.numbered(i));
            }
            assertThat(uploader.flush(Uploads.LONG)).isTrue();

            assertThat(agent.connections()).isEqualTo(61);
            Await.until("no more descriptors than before", Uploads.LONG, () -> descriptors() <= before);
            uploader.close(Duration.ZERO);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void bigProfile_needsNoNativeMemoryOfItsSize(String kind) {
        try (Trust trust = new Trust();
                TestAgent agent = trust.agent(kind)) {
            Uploader uploader = Uploads.impatient(() -> Uploads.address(agent));
            uploader.submit(Uploads.numbered(0));
            assertThat(uploader.flush(Uploads.LONG)).isTrue();
            long before = nativeBytes();

            uploader.submit(Uploads.sized(12_000_000));
            assertThat(uploader.flush(Uploads.LONG)).isTrue();

            assertThat(nativeBytes() - before).isLessThan(1_000_000);
            uploader.close(Duration.ZERO);
        }
    }

    private static long nativeBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static int descriptors() {
        return new File("/proc/self/fd").list().length;
    }

    private static void deliver(TestAgent agent, String socket) {
        AgentAddress address = Uploads.address(socket, Uploads.LONG);
        Upload big = Uploads.sized(3_000_000);
        Uploader uploader = Uploads.uploader(() -> address, 1 << 24);
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
        assertThat(profiles.get(0).headers())
                .containsOnlyKeys("Host", "Content-Type", "Content-Length", "Connection", "User-Agent")
                .containsEntry("Connection", List.of("close"))
                .containsEntry("User-Agent", List.of("blackfire-conprof-java/" + Jvm.probeVersion()));
        assertThat(profiles.get(0).start()).isEqualTo(Uploads.START);
        assertThat(profiles.get(0).end()).isEqualTo(Uploads.START.plusSeconds(45));
        assertThat(profiles.get(1).pprofBytes()).isEqualTo(big.pprof());
        assertThat(uploader.status().delivered()).isEqualTo(2);
        assertThat(uploader.status().deliveredBytes()).isEqualTo(Uploads.SMALL.length + big.pprof().length);
        assertThat(uploader.status().pending()).isZero();
        assertThat(uploader.status().problem()).isEmpty();
        assertThat(uploader.status().socket()).isEqualTo(socket);
    }
}
