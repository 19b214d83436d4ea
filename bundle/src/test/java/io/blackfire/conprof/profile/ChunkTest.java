package io.blackfire.conprof.profile;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChunkTest {
    @ParameterizedTest
    @CsvSource({
        "java.lang.ClassLoader.loadClass, true",
        "org.apache.felix.framework.BundleWiringImpl$BundleClassLoader.loadClass, true",
        "com.acme.Order.<clinit>, true",
        "java.lang.invoke.MethodHandleNatives.linkCallSite, true",
        "java.util.TimerThread.run, false",
        "com.acme.Main.main, false",
        "start_thread, false"
    })
    void outermostFrame_thatTheJvmCallsAmidOtherCode_isNoRoot(String function, boolean called) {
        assertThat(Chunk.calledByJvm(function)).isEqualTo(called);
    }
}
