package io.blackfire.conprof.admin;

import java.util.Set;
import java.util.stream.Collectors;

import io.blackfire.conprof.Profiler;

/** What the entries of an application's archives are. */
public final class ArchiveEntries {
    private static final String SUFFIX = ".class";
    private static final String OURS = Profiler.class.getPackageName() + '.';
    private static final String NATIVE = "one.profiler.";

    private ArchiveEntries() {}

    /**
     * The class in an entry of this path, or null when it is none.
     *
     * @param separator of folders in the path
     */
    public static String className(String path, char separator) {
        return path.endsWith(SUFFIX)
                ? path.substring(0, path.length() - SUFFIX.length()).replace(separator, '.')
                : null;
    }

    /** Those of the classes of one archive that are the application's: not ours, where it brings us. */
    public static Set<String> ofApplication(Set<String> classNames) {
        if (!classNames.contains(Profiler.class.getName())) {
            return classNames;
        }
        return classNames.stream()
                .filter(name -> !name.startsWith(OURS) && !name.startsWith(NATIVE))
                .collect(Collectors.toSet());
    }
}
