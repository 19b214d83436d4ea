package io.blackfire.conprof.harness.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JDK of this machine.
 *
 * @param home its folder
 * @param feature its feature release: 17, 21, 25
 */
public record Jdk(Path home, int feature) {
    /** With this option a server starts in two thirds of the time; it is slower then, which only measurements mind. */
    public static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    private static final int OLDEST = 17;
    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");
    private static final Pattern TOOLCHAIN = Pattern.compile("<jdkHome>\\s*(.*?)\\s*</jdkHome>");

    /** Those that tests run on: 17, or ours where there is none, and the newest one with long-term support. */
    public static List<Jdk> tested() throws IOException {
        NavigableMap<Integer, Jdk> found = found();
        Jdk newest = found.descendingMap().values().stream()
                .filter(jdk -> jdk.feature >= OLDEST && (jdk.feature - OLDEST) % 4 == 0)
                .findFirst()
                .orElse(current());
        return Stream.of(found.getOrDefault(OLDEST, current()), newest)
                .distinct()
                .toList();
    }

    /** The one for what needs Karaf's shell, see {@link #runsShell()}. */
    public static Jdk withShell() throws IOException {
        return Stream.concat(Stream.of(current()), tested().stream())
                .filter(Jdk::runsShell)
                .findFirst()
                .orElseThrow(() -> new AssertionError("Karaf 4.4's shell needs a JDK older than 24: none found"));
    }

    /** The one for what needs this feature release or a later one: ours if it is, else the newest of those tested. */
    public static Jdk atLeast(int feature) {
        return allAtLeast(feature)
                .findFirst()
                .orElseThrow(() -> new AssertionError("a JDK " + feature + " or later is needed: none found"));
    }

    /** Whether there is one for what needs this feature release or a later one. */
    public static boolean any(int feature) {
        return allAtLeast(feature).findFirst().isPresent();
    }

    private static Stream<Jdk> allAtLeast(int feature) {
        try {
            return Stream.concat(Stream.of(current()), tested().stream()).filter(jdk -> jdk.feature >= feature);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one that runs this. */
    public static Jdk current() {
        return new Jdk(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    /** Whether sessions of Karaf 4.4's shell open: they ask for the subject of an access control context, which is no more. */
    public boolean runsShell() {
        return feature < 24;
    }

    /** One of its programs: {@code java}, {@code jstack}. */
    public Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** A dump of the threads of one of its processes. */
    public String threads(long pid) {
        try {
            ProcessBuilder jstack = new ProcessBuilder(program("jstack").toString(), Long.toString(pid));
            Program dump = Program.run(jstack, "", Duration.ofSeconds(30));
            if (dump.exit() != 0) {
                throw new AssertionError("jstack ended with " + dump.exit() + ":\n" + dump.output());
            }
            return dump.output();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of each feature release: ours first, then those beside it, then those that variables and Maven's toolchains name. */
    private static NavigableMap<Integer, Jdk> found() throws IOException {
        Jdk own = current();
        List<Path> homes = new ArrayList<>();
        try (Stream<Path> siblings = Files.list(own.home.toRealPath().getParent())) {
            siblings.sorted().forEach(homes::add);
        }
        System.getenv().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("JAVA_HOME"))
                .map(Map.Entry::getValue)
                .map(Path::of)
                .forEach(homes::add);
        Path toolchains = Path.of(System.getProperty("user.home"), ".m2", "toolchains.xml");
        if (Files.exists(toolchains)) {
            Matcher toolchain = TOOLCHAIN.matcher(Files.readString(toolchains));
            toolchain.results().map(home -> Path.of(home.group(1))).forEach(homes::add);
        }
        NavigableMap<Integer, Jdk> found = new TreeMap<>();
        found.put(own.feature, own);
        for (Path home : homes) {
            if (Files.isExecutable(home.resolve("bin/javac"))) {
                Jdk jdk = new Jdk(home, featureOf(home));
                found.putIfAbsent(jdk.feature, jdk);
            }
        }
        return found;
    }

    /** 0 when the folder does not say. */
    private static int featureOf(Path home) throws IOException {
        Path release = home.resolve("release");
        Matcher version = VERSION.matcher(Files.exists(release) ? Files.readString(release) : "");
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }

    @Override
    public String toString() {
        return "JDK " + feature;
    }
}
