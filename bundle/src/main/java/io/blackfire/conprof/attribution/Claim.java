package io.blackfire.conprof.attribution;

/**
 * What one frame of a stack says about the owner of a sample.
 *
 * @param kind how much it says
 * @param owner whose frame it is, for {@link Kind#OWNED}, and {@link Kind#MARKER} where known; else null
 */
public record Claim(Kind kind, Owner owner) {

    /** What kinds of frames there are. */
    public enum Kind {
        /** A marker frame: everything above it runs for its owner. Never part of a profile. */
        MARKER,
        /** A class that exactly one deployment owns. */
        OWNED,
        /** A class that several deployments own. */
        SHARED,
        /** A class of the server or one of its libraries. */
        SERVER,
        /** Where the known part of a stack ends: who called it stays unknown. */
        CUT,
        /** A class of the JDK, or native code: says nothing. */
        NEUTRAL
    }

    static final Claim SHARED = new Claim(Kind.SHARED, null);
    static final Claim SERVER = new Claim(Kind.SERVER, null);
    /**
     * Of a virtual thread that was mounted again, whose outer frames the JVM brings back only on return; and of a stack
     * that async-profiler could not walk to its root.
     */
    public static final Claim CUT = new Claim(Kind.CUT, null);
    /** Native code and the JDK. */
    public static final Claim NEUTRAL = new Claim(Kind.NEUTRAL, null);

    /** Whether the frame is ours and not the program's. */
    public boolean marker() {
        return kind == Kind.MARKER;
    }
}
