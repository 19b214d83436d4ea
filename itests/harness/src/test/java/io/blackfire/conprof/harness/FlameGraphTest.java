package io.blackfire.conprof.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import one.convert.Arguments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FlameGraphTest {
    @TempDir
    private Path directory;

    @Test
    void dimensionsWithSamples_areAFileEach() throws IOException {
        List<Path> files =
                FlameGraph.write(Pprof.decode(Profiles.gzip(Profiles.valid().build())), "my/app", directory);
        assertThat(files)
                .containsExactly(
                        directory.resolve("my_app-cpu-time.html"), directory.resolve("my_app-allocated-memory.html"));
        assertThat(files).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    }

    @Test
    void html_hasATitle() throws IOException {
        assertThat(html("a<b")).contains("<h1>a&lt;b: CPU Time, 40.0 ms</h1>");
    }

    @Test
    void html_holdsTheStacksWithTheirWeights() throws IOException {
        var graph = new one.convert.FlameGraph(new Arguments("--output", "collapsed"));
        graph.parseHtml(new StringReader(html("app")));
        var collapsed = new ByteArrayOutputStream();
        graph.dump(collapsed);
        assertThat(collapsed.toString(StandardCharsets.UTF_8).lines())
                .containsExactlyInAnyOrder(
                        "java.lang.Thread.run;shop.Cart.total 10000000",
                        "java.lang.Thread.run;shop.Cart.total;shop.Price.of 30000000");
    }

    @Test
    void html_needsNothingFromTheNetwork() throws IOException {
        assertThat(html("app"))
                .doesNotContainPattern("(?i)(src|srcset|data-src)\\s*=\\s*['\"]?(https?:)?//")
                .doesNotContainPattern("(?i)<link|<iframe|@import|url\\(|fetch\\(|XMLHttpRequest");
    }

    private String html(String name) throws IOException {
        Pprof pprof = Pprof.decode(Profiles.gzip(Profiles.valid().build()));
        return Files.readString(FlameGraph.write(pprof, name, directory).get(0));
    }
}
