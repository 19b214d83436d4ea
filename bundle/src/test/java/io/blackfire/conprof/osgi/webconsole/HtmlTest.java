package io.blackfire.conprof.osgi.webconsole;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class HtmlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "<script>|&#60;script&#62;",
                "a & b|a &#38; b",
                "it's|it&#39;s",
                "say \\\"x\\\"|say &#92;&#34;x&#92;&#34;",
                "${appRoot}|&#36;{appRoot}",
                "\\${appRoot}|&#92;&#36;{appRoot}",
                "Größe 値段 😀|Größe 値段 😀",
            })
    void text_isNeverMarkupNorAVariableOfTheConsole(String text, String html) {
        assertThat(new Html().text(text)).hasToString(html);
    }

    @Test
    void text_hasNoControlsAndNoHalfCharacters() {
        assertThat(new Html().text("a\u0000b\u001bc\u0085d\ud83de\nf\tg"))
                .hasToString("a\ufffdb\ufffdc\ufffdd\ufffde f g");
    }

    @Test
    void text_apart_cannotTurnWhatFollows() {
        assertThat(new Html().apart("\u202eevil").add(" (server)")).hasToString("<bdi>\u202eevil</bdi> (server)");
    }

    @Test
    void table_hasTextsAndFigures() {
        Html html = new Html()
                .table("t", "A & B", List.of("Name"), List.of("Count"))
                .row("<x>", Figure.of(1234))
                .end();
        assertThat(html)
                .hasToString("<table class=\"nicetable ui-widget\" id=\"t\">"
                        + "<caption class=\"ui-widget-header\">A &#38; B</caption><thead><tr>"
                        + "<th class=\"ui-widget-header\">Name</th><th class=\"ui-widget-header figure\">Count</th>"
                        + "</tr></thead><tbody>"
                        + "<tr><td><bdi>&#60;x&#62;</bdi></td><td class=\"figure\">1,234</td></tr></tbody></table>\n");
    }
}
