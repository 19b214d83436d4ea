package io.blackfire.conprof;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What a JVM has of everything that may leak, at one moment.
 *
 * @param heap bytes after a collection
 * @param resident bytes that the operating system has given
 * @param committed bytes that the JVM itself has asked for, by its native memory tracking
 * @param threads of the process
 * @param descriptors open files and sockets
 * @param files in the profiler's folder
 * @param classes that are loaded
 */
record Look(long heap, long resident, long committed, long threads, long descriptors, long files, long classes) {
    private static final String MARK = "look: ";
    private static final Pattern COMMITTED = Pattern.compile("Total: .*committed=(\\d+)KB");

    /** In the JVM that is looked at, which has {@code -XX:NativeMemoryTracking=summary}. */
    static Look now(Path folder) throws IOException, JMException {
        System.gc();
        long pages =
                Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
        return new Look(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                pages * 4096,
                nativeBytes(),
                count(new File("/proc/self/task")),
                count(new File("/proc/self/fd")),
                countAll(folder.toFile()),
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    }

    private static long nativeBytes() throws JMException {
        Object report = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "vmNativeMemory",
                        new Object[] {new String[] {"summary"}},
                        new String[] {String[].class.getName()});
        Matcher total = COMMITTED.matcher(report.toString());
        if (!total.find()) {
            throw new IllegalStateException(report.toString());
        }
        return Long.parseLong(total.group(1)) << 10;
    }

    private static long countAll(File folder) {
        File[] folders = folder.listFiles(File::isDirectory);
        return folders == null
                ? 0
                : count(folder) + Stream.of(folders).mapToLong(Look::countAll).sum();
    }

    /** By their names alone, as any of them may go while it counts. */
    private static long count(File folder) {
        String[] names = folder.list();
        return names == null ? 0 : names.length;
    }

    private long[] values() {
        return new long[] {heap, resident, committed, threads, descriptors, files, classes};
    }

    /** A line for {@link #parse}. */
    String text() {
        return LongStream.of(values()).mapToObj(Long::toString).collect(Collectors.joining(" ", MARK, ""));
    }

    /** Those that a JVM's output has. */
    static List<Look> parse(String output) {
        return output.lines()
                .filter(line -> line.startsWith(MARK))
                .map(line -> Stream.of(line.substring(MARK.length()).split(" "))
                        .mapToLong(Long::parseLong)
                        .toArray())
                .map(value -> new Look(value[0], value[1], value[2], value[3], value[4], value[5], value[6]))
                .toList();
    }

    @Override
    public String toString() {
        return String.format(
                "%6d KiB heap %4d MiB resident %4d MiB committed %4d threads %4d descriptors %4d files %6d classes",
                heap >> 10, resident >> 20, committed >> 20, threads, descriptors, files, classes);
    }

    /** A chart with a line for each of them, each over the most of it that there was. */
    static String chart(String title, List<Look> looks) {
        String[] names = {"heap", "resident", "committed", "threads", "descriptors", "files", "classes"};
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 ")
                .append(40 + names.length * 60)
                .append("\" font-family=\"sans-serif\" font-size=\"12\"><text x=\"10\" y=\"20\">")
                .append(title)
                .append("</text>");
        for (int i = 0; i < names.length; i++) {
            int which = i;
            long most =
                    looks.stream().mapToLong(look -> look.values()[which]).max().orElse(0);
            StringBuilder points = new StringBuilder();
            for (int j = 0; j < looks.size(); j++) {
                long x = 200 + 580L * j / Math.max(1, looks.size() - 1);
                long y = 80 + 60L * i - 40 * looks.get(j).values()[which] / Math.max(1, most);
                points.append(x).append(',').append(y).append(' ');
            }
            svg.append("<text x=\"10\" y=\"")
                    .append(65 + 60 * i)
                    .append("\">")
                    .append(names[i])
                    .append(", up to ")
                    .append(most)
                    .append("</text><polyline fill=\"none\" stroke=\"black\" points=\"")
                    .append(points.toString().strip())
                    .append("\"/>");
        }
        return svg.append("</svg>\n").toString();
    }
}
