package io.blackfire.conprof.admin;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.blackfire.conprof.ClassSource;

/**
 * The classes of an archive, kept by name: the profile of a period is made when an archive that was undeployed in it can no
 * longer be asked, and nothing of it may be held then.
 */
public final class ListedClasses implements ClassSource {
    /** None. */
    public static final ListedClasses NONE = of(Set.of(), false);

    // a name of some 40 characters and a set's node
    private static final long PACKAGE_BYTES = 120;

    private final Set<String> packages;
    private final ClassHashes hashes;
    private final boolean libraries;

    private ListedClasses(Set<String> packages, ClassHashes hashes, boolean libraries) {
        this.packages = packages;
        this.hashes = hashes;
        this.libraries = libraries;
    }

    /**
     * Those of one archive.
     *
     * @param classNames binary names
     * @param libraries whether it is one of libraries
     */
    public static ListedClasses of(Collection<String> classNames, boolean libraries) {
        Set<String> packages = classNames.stream()
                .map(name -> name.substring(0, Math.max(0, name.lastIndexOf('.'))))
                .collect(Collectors.toUnmodifiableSet());
        return new ListedClasses(packages, ClassHashes.of(classNames), libraries);
    }

    /** What more than one of them has: a library, wherever it comes from. */
    public static ListedClasses repeated(List<ListedClasses> all) {
        ClassHashes hashes =
                ClassHashes.repeated(all.stream().map(classes -> classes.hashes).toList());
        if (hashes.isEmpty()) {
            return NONE;
        }
        Set<String> packages =
                all.stream().flatMap(classes -> classes.packages.stream()).collect(Collectors.toUnmodifiableSet());
        return new ListedClasses(packages, hashes, true);
    }

    /** What the other does not have. */
    public ListedClasses without(ListedClasses other) {
        return other.packages.isEmpty() ? this : new ListedClasses(packages, hashes.without(other.hashes), libraries);
    }

    @Override
    public Set<String> packages() {
        return packages;
    }

    @Override
    public boolean contains(String className) {
        return hashes.contains(className);
    }

    @Override
    public boolean libraries() {
        return libraries;
    }

    @Override
    public long heapBytes() {
        return hashes.heapBytes() + packages.size() * PACKAGE_BYTES;
    }
}
