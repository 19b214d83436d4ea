package io.blackfire.conprof;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.blackfire.conprof.harness.TestAgent;
import io.blackfire.conprof.sampling.ChildJvm;

import static org.assertj.core.api.Assertions.assertThat;

/** Whichever version is loaded first stays for as long as the JVM lives. */
class TwoVersionsTest {
    @TempDir
    private Path folder;

    /** What all copies shared before they knew of each other. */
    private Path older() throws Exception {
        Path source = folder.resolve("SharedProfiler.java");
        try (InputStream in = TwoVersionsTest.class.getResourceAsStream("/older/SharedProfiler.java")) {
            Files.copy(in, source);
        }
        Path classes = Files.createDirectory(folder.resolve("older"));
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        source.toString());
        assertThat(code).isZero();
        return classes;
    }

    @Test
    void olderVersionFirst_letsOneSampleAtATime() throws Exception {
        try (TestAgent agent = TestAgent.unix()) {
            assertThat(ChildJvm.run(
                            List.of(), TwoVersions.class, agent.address(), folder.toString(), older().toString()))
                    .contains("flush: true")
                    .doesNotContain("Exception");
            assertThat(agent.profiles()).isNotEmpty();
        }
    }

    @Test
    void olderCopyBesideOurs_isWaitedFor() throws Exception {
        try (TestAgent agent = TestAgent.unix()) {
            assertThat(ChildJvm.run(List.of(), TwoVersions.class, agent.address(), folder.toString()))
                    .contains("claim: older", "flush: true")
                    .doesNotContain("Exception");
        }
    }
}
