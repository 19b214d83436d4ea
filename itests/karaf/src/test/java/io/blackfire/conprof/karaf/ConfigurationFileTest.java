package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.Setting;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigurationFileTest {
    private static final Path FILE = Path.of("../../feature/karaf/src/main/feature/io.blackfire.conprof.cfg");
    private static final String HEAD =
            """
            # Blackfire's continuous profiler. Changes apply at once, without a restart.
            #
            # A key that is commented out comes from the system property blackfire.conprof.<key>, else from its
            # environment variable, else it has its default. A value that is not valid is refused and logged; what was in
            # force before stays in force.
            """;

    @Test
    void file_explainsEverySettingAsTheCodeDoes() throws IOException {
        StringBuilder expected = new StringBuilder(HEAD);
        for (Setting setting : Setting.values()) {
            expected.append("\n# ").append(setting.doc()).append(".\n");
            if (!setting.environment().isEmpty()) {
                expected.append("# Environment: ")
                        .append(String.join(", ", setting.environment()))
                        .append('\n');
            }
            expected.append(("#" + setting.key() + " = " + defaultText(setting)).strip())
                    .append('\n');
        }
        assertThat(Files.readString(FILE)).isEqualTo(expected.toString());
    }

    private static String defaultText(Setting setting) {
        // the one default that depends on the machine
        return setting == Setting.AGENT_SOCKET
                ? "unix:///var/run/blackfire/agent.sock"
                : setting.defaultText().orElse("");
    }
}
