package io.blackfire.conprof.attribution;

import java.util.List;

/**
 * What one frame of a stack says about the owner of a sample.
 *
 * @param kind how much it says
 * @param owners whose frame it is: one for {@link Kind#OWNED}, and for {@link Kind#LIBRARY} and {@link Kind#MARKER} where known,
 *     several for {@link Kind#SHARED}; else none
 */
public record Claim(Kind kind, List<Owner> owners) {

    /** What kinds of frames there are. */
    public enum Kind {
        /** A marker frame: everything above it runs for its owner. Never part of a profile. */
        MARKER,
        /** A class that exactly one deployment owns. */
        OWNED,
        /** A class of a library, of one deployment's or of nobody's: what calls it, or what it calls back, says more. */
        LIBRARY,
        /** A class that several deployments own. */
        SHARED,
        /** A class of the server or one of its libraries. */
        SERVER,
        /** Below it is a carrier, which runs virtual threads of everybody: what is above says nothing about it. */
        CARRIER,
        /** Where the known part of a virtual thread's stack ends: the JVM brings its outer frames back only on return. */
        CUT,
        /** Where async-profiler could not walk the stack any further. */
        BROKEN,
        /** A class that was unloaded before the recording ended: a deployment's that is gone, whose cannot be told. */
        UNLOADED,
        /** A class of the JDK, native code, or one name for two classes: says nothing. */
        NEUTRAL
    }

    static final Claim CARRIER = new Claim(Kind.CARRIER, List.of());
    static final Claim SERVER = new Claim(Kind.SERVER, List.of());
    /** The end of what is known of a virtual thread. */
    public static final Claim CUT = new Claim(Kind.CUT, List.of());
    /** The end of what async-profiler could walk. */
    public static final Claim BROKEN = new Claim(Kind.BROKEN, List.of());
    /** Code of a class that is no longer there. */
    public static final Claim UNLOADED = new Claim(Kind.UNLOADED, List.of());
    /** Native code and the JDK. */
    public static final Claim NEUTRAL = new Claim(Kind.NEUTRAL, List.of());

    /** A library of nobody's. */
    static final Claim LIBRARY = new Claim(Kind.LIBRARY, List.of());

    static Claim marker(Owner owner) {
        return new Claim(Kind.MARKER, owner == null ? List.of() : List.of(owner));
    }

    /** Whose frame it is, if that is one alone; else null. */
    public Owner owner() {
        return owners.size() == 1 ? owners.get(0) : null;
    }

    /** Whether the frame is ours and not the program's. */
    public boolean marker() {
        return kind == Kind.MARKER;
    }
}
