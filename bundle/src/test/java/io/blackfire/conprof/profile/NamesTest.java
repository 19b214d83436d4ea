package io.blackfire.conprof.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.blackfire.conprof.harness.Pprof;
import io.blackfire.conprof.harness.Sample;
import io.blackfire.conprof.sampling.Recording;
import io.blackfire.conprof.sampling.Sampler;

import static org.assertj.core.api.Assertions.assertThat;

/** Frames of {@link com.acme.names.Names}: the same in two JVMs of two versions, in this one, and in two deployments of each. */
class NamesTest {
    private static final String NAMES = "com.acme.names.Names";
    private static final String RUN = NAMES + "$$Lambda.run";

    /** What is below {@code allocate}, by what made it. */
    private static final Map<String, List<String>> TRUTH = Map.of(
            "lambda", List.of(NAMES + ".lambda$get$0", RUN),
            "method reference", List.of(RUN),
            "bridge", List.of(NAMES + "$Longest.compare", NAMES + "$Longest.compare", NAMES + ".lambda$get$1", RUN),
            "proxy", List.of(NAMES + ".lambda$proxy$2", NAMES + "$$Lambda.invoke", "jdk.proxy.$Proxy.run"),
            "hidden", List.of(NAMES + "$Hidden.run"),
            "reflection", List.of(NAMES + ".reflect", RUN),
            "mangled",
                    Stream.of("it works \uD83D\uDE00", "plus-Xq4fRzo", "$anonfun$main$1", "$plus$plus$eq", "run")
                            .map(method -> NAMES + "$Mangled." + method)
                            .toList());

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"jdk17-names.jfr", "jdk25-names.jfr"})
    void frames_areThoseOfTheSourceOnEveryJdk(String golden) throws IOException {
        assertNames(Converted.recording(Converted.golden(golden), Workload.NAMES_PLAN, Map.of()));
    }

    @Test
    void frames_areThoseOfTheSourceInThisJvm() throws Exception {
        try (Sampler sampler = new Sampler("test", folder);
                Recording recording = Workload.recordNames(sampler)) {
            assertNames(recording);
        }
    }

    private static void assertNames(Recording recording) throws IOException {
        Pprof profile =
                Converted.decode(Converted.convert(recording, List.of())).get("server");
        assertThat(functions(profile.samples().stream())
                        .filter(name -> name.matches(".*(0x[0-9a-f]|Lambda\\W?\\d|[Pp]roxy\\d|Accessor\\d|\uFFFD).*")))
                .isEmpty();
        for (String deployment : Workload.DEPLOYMENTS) {
            TRUTH.forEach((kind, below) -> assertThat(profile.samples().stream()
                            .filter(sample -> sample.labels().get("thread name").equals(deployment + kind))
                            .map(sample -> functions(Stream.of(sample))
                                    .filter(function -> function.startsWith("com.acme.") || function.contains("proxy"))
                                    .toList())
                            .filter(functions -> functions.contains(NAMES + ".allocate")))
                    .as(deployment + kind)
                    .isNotEmpty()
                    .containsOnly(Stream.concat(Stream.of(NAMES + ".allocate"), below.stream())
                            .toList()));
        }
    }

    private static Stream<String> functions(Stream<Sample> samples) {
        return samples.flatMap(sample -> sample.stack().frames().stream()).map(frame -> frame.function());
    }
}
