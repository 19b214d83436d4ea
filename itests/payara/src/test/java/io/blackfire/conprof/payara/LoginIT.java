package io.blackfire.conprof.payara;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.ee.Client;
import io.blackfire.conprof.harness.Await;
import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.harness.machine.Program;

import static org.assertj.core.api.Assertions.assertThat;

/** Where the administrator has a password, as the server wants one for everything of its own. */
@ExtendWith(NeedsJdk.class)
class LoginIT {
    private static final String STATUS = "blackfire-conprof-status";
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final int UNAUTHORIZED = 401;

    @TempDir
    private Path folder;

    @Test
    void nobodyWithoutTheLogin_looksOrSteers() throws IOException {
        try (TestAgent agent = TestAgent.unix().requireConprof();
                PayaraServer server = PayaraServer.installed()
                        .settings(Map.of("agent-socket", agent.address()))
                        .start()) {
            String changed = passwords("changed", "AS_ADMIN_PASSWORD=\nAS_ADMIN_NEWPASSWORD=a-word\n");
            server.asadmin("--user", "admin", "--passwordfile", changed, "change-admin-password");
            String right = passwords("right", "AS_ADMIN_PASSWORD=a-word\n");
            String wrong = passwords("wrong", "AS_ADMIN_PASSWORD=another\n");

            assertRefused(server.attempt(STATUS));
            assertRefused(server.attempt("--passwordfile", wrong, STATUS));
            assertRefused(server.attempt("--passwordfile", wrong, "blackfire-conprof-stop"));
            assertRefused(
                    server.attempt("--passwordfile", wrong, "set-blackfire-conprof-configuration", "--period", "9s"));
            assertThat(server.asadmin("--passwordfile", right, STATUS))
                    .contains("is RUNNING")
                    .contains(agent.address());
            assertThat(server.domainXml()).doesNotContain("period=\"9s\"");

            Client stranger = new Client(URI.create("http://127.0.0.1:" + server.adminPort()));
            assertThat(stranger.ask("/management/domain/" + STATUS).statusCode())
                    .isEqualTo(UNAUTHORIZED);
            // until then the console is not there
            Await.until("the login", SOON, () -> {
                String page = stranger.ask("/conprof/settings.jsf?configName=server-config")
                        .body();
                assertThat(page).doesNotContain(agent.address());
                return page.contains("j_security_check");
            });
        }
    }

    private String passwords(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private static void assertRefused(Program attempt) {
        assertThat(attempt.exit()).isNotZero();
        assertThat(attempt.output()).containsIgnoringCase("authentication failed");
    }
}
