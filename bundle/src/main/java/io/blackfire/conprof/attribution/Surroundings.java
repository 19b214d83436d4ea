package io.blackfire.conprof.attribution;

import java.util.function.Predicate;

/**
 * What has classes beside the deployments.
 *
 * @param server the server's
 * @param libraries nobody's: like the JDK's, they work for the code that calls them
 */
public record Surroundings(Predicate<String> server, Predicate<String> libraries) {
    /** Whatever is no deployment's and not the JDK's is the server's. */
    public static final Surroundings UNKNOWN = new Surroundings(name -> false, name -> false);

    /** What either has. */
    public Surroundings or(Surroundings other) {
        if (this == UNKNOWN || this == other) {
            return other;
        }
        return other == UNKNOWN ? this : new Surroundings(or(server, other.server), or(libraries, other.libraries));
    }

    private static Predicate<String> or(Predicate<String> one, Predicate<String> other) {
        return one == other ? one : one.or(other);
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
