package io.blackfire.conprof.attribution;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import io.blackfire.conprof.ClassSet;

/**
 * What has classes beside the deployments.
 *
 * @param server the server's
 * @param libraries nobody's: like the JDK's, they work for the code that calls them
 */
public record Surroundings(ClassSet server, ClassSet libraries) {
    /** Whatever is no deployment's and not the JDK's is the server's. */
    public static final Surroundings UNKNOWN = new Surroundings(name -> false, name -> false);

    /** What either has. */
    public Surroundings or(Surroundings other) {
        if (this == UNKNOWN || this == other) {
            return other;
        }
        return other == UNKNOWN ? this : new Surroundings(or(server, other.server), or(libraries, other.libraries));
    }

    private static ClassSet or(ClassSet one, ClassSet other) {
        Set<ClassSet> both = Collections.newSetFromMap(new IdentityHashMap<>());
        both.addAll(parts(one));
        both.addAll(parts(other));
        return both.size() == 1 ? one : new AnyOf(List.copyOf(both));
    }

    private static List<ClassSet> parts(ClassSet set) {
        return set instanceof AnyOf any ? any.parts : List.of(set);
    }

    private record AnyOf(List<ClassSet> parts) implements ClassSet {
        @Override
        public boolean contains(String className) {
            return parts.stream().anyMatch(part -> part.contains(className));
        }

        @Override
        public long heapBytes() {
            return parts.stream().mapToLong(ClassSet::heapBytes).sum();
        }
    }

    /** Told apart by identity: nobody needs more, and predicates have no equality. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
