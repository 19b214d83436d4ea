package io.blackfire.conprof.osgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.Setting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The form of the Web Console, made of two files, has every setting as the code has it. Each is optional and a text, as a
 * value of any other type makes FileInstall write all values of the configuration file with quotes and types. None has a
 * default, which Karaf's console would save as if the user had typed it, over what the environment says.
 */
class MetatypeTest {
    private static final Path FOLDER = Path.of("src/main/resources/OSGI-INF");
    private static final String TEXTS =
            """
            name = Blackfire Conprof
            description = Changes apply at once, without a restart. A setting that is left blank comes from the system property \
            blackfire.conprof.<setting>, else from its environment variable, else it has its default. A value that is not \
            valid is refused, and what was in force before stays in force: the page Blackfire tells why.
            blank = (not set here)
            """;

    @Test
    void form_hasEverySettingAsTheCodeHasIt() throws IOException {
        String attributes = Arrays.stream(Setting.values())
                .map(MetatypeTest::attribute)
                .collect(Collectors.joining())
                .indent(4);
        String expected =
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0" \
                localization="OSGI-INF/l10n/io.blackfire.conprof">
                  <OCD id="io.blackfire.conprof" name="%%name" description="%%description">
                %s  </OCD>
                  <Designate pid="io.blackfire.conprof">
                    <Object ocdref="io.blackfire.conprof"/>
                  </Designate>
                </metatype:MetaData>
                """;
        assertThat(FOLDER.resolve("metatype/io.blackfire.conprof.xml"))
                .content()
                .isEqualTo(String.format(expected, attributes));
    }

    @Test
    void texts_areThoseOfTheCode() throws IOException {
        StringBuilder expected = new StringBuilder(TEXTS);
        for (Setting setting : Setting.values()) {
            expected.append('\n').append(setting.key()).append(".name = ").append(name(setting));
            expected.append('\n').append(setting.key()).append(".description = ");
            expected.append(setting.doc())
                    .append('.')
                    .append(defaultText(setting))
                    .append('\n');
        }
        assertThat(Files.readString(FOLDER.resolve("l10n/io.blackfire.conprof.properties")))
                .isEqualTo(expected.toString());
    }

    private static String attribute(Setting setting) {
        String type = setting.secret() ? "Password" : "String";
        String open =
                "<AD id=\"%1$s\" type=\"%2$s\" required=\"false\" name=\"%%%1$s.name\" description=\"%%%1$s.description\""
                        .formatted(setting.key(), type);
        if (setting.choices().isEmpty()) {
            return open + "/>\n";
        }
        return open + ">\n  <Option label=\"%blank\" value=\"\"/>\n"
                + setting.choices().stream()
                        .map("  <Option label=\"%1$s\" value=\"%1$s\"/>\n"::formatted)
                        .collect(Collectors.joining())
                + "</AD>\n";
    }

    private static String defaultText(Setting setting) {
        if (setting == Setting.AGENT_SOCKET) {
            return " Default: per platform.";
        }
        return setting.defaultText()
                .filter(text -> !text.isEmpty())
                .map(text -> " Default: " + text.replace(",", ", ") + ".")
                .orElse("");
    }

    /** {@code server-id} is "Server ID". */
    private static String name(Setting setting) {
        String words = setting.key()
                .replaceAll("[-.]", " ")
                .replaceAll("\\bcpu\\b", "CPU")
                .replaceAll("\\bid\\b", "ID");
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
