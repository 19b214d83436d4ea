package io.blackfire.conprof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LibraryLogTest {
    private final Logger logger = Logger.getLogger("io.blackfire.conprof");
    private final System.Logger log = System.getLogger("io.blackfire.conprof");

    @TempDir
    private Path folder;

    @AfterEach
    void reset() {
        for (Handler handler : logger.getHandlers()) {
            logger.removeHandler(handler);
            handler.close();
        }
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }

    @Test
    void levelAndFile_areThoseOfTheEnvironment() throws IOException {
        Path file = folder.resolve("50%.log");
        LibraryLog.configure(Map.of("BLACKFIRE_LOG_LEVEL", "2", "BLACKFIRE_LOG_FILE", file.toString())::get);
        log.log(System.Logger.Level.INFO, "quiet");
        log.log(System.Logger.Level.WARNING, "loud");
        assertThat(file).content().contains("loud").doesNotContain("quiet");
    }

    @Test
    void debugLevel_showsEverything() throws IOException {
        Path file = folder.resolve("debug.log");
        LibraryLog.configure(Map.of("BLACKFIRE_LOG_LEVEL", "4", "BLACKFIRE_LOG_FILE", file.toString())::get);
        log.log(System.Logger.Level.DEBUG, "detail");
        assertThat(Files.readString(file)).contains("detail");
    }

    @Test
    void badLevel_isRefusedAndInfoHolds() throws IOException {
        Path file = folder.resolve("bad.log");
        LibraryLog.configure(Map.of("BLACKFIRE_LOG_LEVEL", "loud", "BLACKFIRE_LOG_FILE", file.toString())::get);
        assertThat(Files.readString(file)).contains("BLACKFIRE_LOG_LEVEL=loud refused: must be 1 to 4; using 3");
        assertThat(logger.getLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void withoutVariables_nothingIsChanged() {
        LibraryLog.configure(key -> null);
        assertThat(logger.getHandlers()).isEmpty();
        assertThat(logger.getUseParentHandlers()).isTrue();
    }
}
