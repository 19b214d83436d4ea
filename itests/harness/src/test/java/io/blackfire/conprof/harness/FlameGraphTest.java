package io.blackfire.conprof.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
    void html_hasTheStacksAndATitle() throws IOException {
        String html = html("a<b");
        assertThat(html)
                .contains("<h1>a&lt;b: CPU Time, 40.0 ms</h1>")
                .contains("Price.of")
                .contains("Cart.total");
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
