package io.blackfire.conprof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the README says of the code, against the code. Maven runs tests in the folder of their module. */
class ReadmeTest {

    private static String readme() throws IOException {
        return Files.readString(Path.of("../README.md"));
    }

    @Test
    void settings_areThoseOfTheCode() throws IOException {
        String table = Arrays.stream(Setting.values())
                .map(setting -> "| `" + setting.key() + "` | "
                        + (setting == Setting.AGENT_SOCKET
                                ? "per platform"
                                : setting.defaultText()
                                        .filter(text -> !text.isEmpty())
                                        .map(text -> "`" + text.replace(",", ", ") + "`")
                                        .orElse(""))
                        + " | " + setting.doc() + " | `" + String.join("`, `", setting.environment()) + "` |\n")
                .collect(Collectors.joining());
        assertThat(readme()).contains(table);
    }

    @Test
    void unfolded_isOneScreen() throws IOException {
        String shown = readme().replaceAll("(?s)<details>.*?</summary>.*?</details>\n", "folded\n");
        assertThat(shown).doesNotContain("details>");
        assertThat(shown.lines()).hasSizeBetween(30, 60).allSatisfy(line -> assertThat(line)
                .hasSizeLessThanOrEqualTo(140));
    }

    @Test
    void example_isTheOneThatIsTested() throws IOException {
        String source = Files.readString(Path.of("src/test/java/com/acme/Example.java"));
        String body = source.substring(
                        source.indexOf("        Profiler profiler"), source.indexOf("    }\n\n    static"))
                .replaceAll("(?m)^ {8}", "");
        assertThat(readme()).contains("```java\n" + body + "```");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAULTS.md", "../.github/SECURITY.md"})
    void promises_haveTheTestsThatTheyName(String page) throws IOException {
        Map<String, String> tests = new HashMap<>();
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            for (Path file : files.filter(any -> any.toString().matches(".*/src/test/java/.*\\.java"))
                    .toList()) {
                tests.merge(file.getFileName().toString(), Files.readString(file), String::concat);
            }
        }
        List<MatchResult> named = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`")
                .matcher(Files.readString(Path.of(page)))
                .results()
                .toList();
        assertThat(named).hasSizeGreaterThan(30).allSatisfy(test -> assertThat(tests.get(test.group(1) + ".java"))
                .contains(" " + test.group(2) + "("));
    }
}
