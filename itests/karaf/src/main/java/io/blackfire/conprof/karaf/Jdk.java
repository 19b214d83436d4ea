package io.blackfire.conprof.karaf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The JDKs of this machine. */
final class Jdk {
    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");

    private Jdk() {}

    /** The one that runs this. */
    static Path current() {
        return Path.of(System.getProperty("java.home"));
    }

    /** The newest one with long-term support among those beside ours, and ours. */
    static Path newestLongTerm() throws IOException {
        return newestLongTerm(Integer.MAX_VALUE);
    }

    /** The same among those that are not newer than a feature release. */
    static Path newestLongTerm(int atMost) throws IOException {
        Map<Integer, Path> found = new TreeMap<>(Comparator.reverseOrder());
        Path own = current().toRealPath();
        found.put(feature(own), own);
        try (Stream<Path> siblings = Files.list(own.getParent())) {
            siblings.filter(folder -> Files.isExecutable(folder.resolve("bin/java")))
                    .forEach(folder -> found.putIfAbsent(feature(folder), folder));
        }
        return found.entrySet().stream()
                .filter(jdk -> jdk.getKey() >= 17 && jdk.getKey() <= atMost && (jdk.getKey() - 17) % 4 == 0)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(own);
    }

    /** The feature release: 17, 21, 25; 0 when the folder does not say. */
    static int feature(Path jdk) {
        try {
            Matcher version = VERSION.matcher(Files.readString(jdk.resolve("release")));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
