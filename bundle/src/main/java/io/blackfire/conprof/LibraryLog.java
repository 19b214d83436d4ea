package io.blackfire.conprof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * The log when we are a library in a program: {@code BLACKFIRE_LOG_LEVEL} (1 error, 2 warning, 3 info, 4 debug) and {@code
 * BLACKFIRE_LOG_FILE} (a path, or {@code stderr}) mean what they mean to Blackfire's other clients. In a server, the
 * server's own logging rules. Without the variables nothing is changed, nor where another logging system serves
 * {@link System.Logger}.
 */
final class LibraryLog {
    private static final String NAME = "io.blackfire.conprof";
    // kept, because java.util.logging forgets the settings of loggers that nobody holds
    private final Logger logger = Logger.getLogger(NAME);

    /** Applies the variables; a bad one is told in the log, and the default stays. */
    static LibraryLog configure(UnaryOperator<String> environment) {
        LibraryLog log = new LibraryLog();
        String level = environment.apply("BLACKFIRE_LOG_LEVEL");
        String file = environment.apply("BLACKFIRE_LOG_FILE");
        if (level != null && !level.isBlank() || file != null && !file.isBlank()) {
            log.apply(level == null ? "" : level.strip(), file == null ? "" : file.strip());
        }
        return log;
    }

    private void apply(String level, String file) {
        Level chosen =
                switch (level) {
                    case "1" -> Level.SEVERE;
                    case "2" -> Level.WARNING;
                    case "4" -> Level.FINE;
                    default -> Level.INFO;
                };
        for (Handler old : logger.getHandlers()) {
            logger.removeHandler(old);
            old.close();
        }
        Handler handler = handler(file);
        handler.setLevel(chosen);
        handler.setFormatter(new SimpleFormatter());
        logger.setLevel(chosen);
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        if (!level.isEmpty() && !level.matches("[1-4]")) {
            logger.log(Level.WARNING, "BLACKFIRE_LOG_LEVEL={0} refused: must be 1 to 4; using 3", level);
        }
    }

    private Handler handler(String file) {
        if (!file.isEmpty() && !file.equals("stderr")) {
            try {
                // a percent sign starts a pattern there
                return new FileHandler(Path.of(file).toString().replace("%", "%%"), true);
            } catch (IOException | RuntimeException e) {
                logger.log(Level.WARNING, "BLACKFIRE_LOG_FILE={0} refused: {1}; using stderr", new Object[] {file, e});
            }
        }
        return new ConsoleHandler();
    }
}
