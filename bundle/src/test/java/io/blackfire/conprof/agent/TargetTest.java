package io.blackfire.conprof.agent;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:8307, http://127.0.0.1:8307, /profiling/v1/input, false",
        "tcp://[::1]:8307, http://[::1]:8307, /profiling/v1/input, false",
        "http://agent, http://agent, /profiling/v1/input, true",
        "http://agent:8307/, http://agent:8307, /profiling/v1/input, true",
        "https://agent/blackfire%20agent/, https://agent, /blackfire%20agent/profiling/v1/input, true"
    })
    void networkSocket_isHostAndPath(String socket, String host, String path, boolean proxied) {
        Target target = Target.of(Uploads.address(socket, Uploads.LONG));

        assertThat(target.host()).hasToString(host);
        assertThat(target.path()).isEqualTo(path);
        assertThat(target.proxied()).isEqualTo(proxied);
        assertThat(target.unixSocket()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "unix:///var/run/blackfire/agent.sock, /var/run/blackfire/agent.sock",
        "unix:/var/run/agent.sock, /var/run/agent.sock",
        "unix:///var/my%20run/agent.sock, /var/my run/agent.sock",
        "unix:///C:/blackfire/agent.sock, C:/blackfire/agent.sock"
    })
    void unixSocket_isAFile(String socket, Path file) {
        assertThat(Target.of(Uploads.address(socket, Uploads.LONG)).unixSocket())
                .contains(file);
    }

    @Test
    void unixSocket_namesAHostThatServersTake() {
        Target target = Target.of(Uploads.address("unix:///agent.sock", Uploads.LONG));

        assertThat(target.host()).hasToString("http://localhost");
        assertThat(target.proxied()).isFalse();
    }
}
