package io.blackfire.conprof.attribution;

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
        return one == other ? one : new Either(one, other);
    }

    private record Either(ClassSet one, ClassSet other) implements ClassSet {
        @Override
        public boolean contains(String className) {
            return one.contains(className) || other.contains(className);
        }

        @Override
        public long heapBytes() {
            return one.heapBytes() + other.heapBytes();
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
