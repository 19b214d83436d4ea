package io.blackfire.conprof.attribution;

import java.util.List;

/**
 * What a whole stack says about the owner of its samples; computed once for each distinct stack.
 *
 * @param rule what decided
 * @param owner the owner, when a marker or a class decided
 * @param ownThread whether the thread may be the owner's own: nobody else's code called the owner's
 * @param candidates whose it can only be, for {@link Rule#SHARED} and {@link Rule#BROKEN}
 */
public record Verdict(Rule rule, Owner owner, boolean ownThread, List<Owner> candidates) {

    /** What decides, in this order. */
    public enum Rule {
        /** The innermost marker frame. */
        MARKER,
        /** The outermost class that exactly one deployment owns. */
        CLASS,
        /** No such class, but one that several own: the thread has to decide. */
        SHARED,
        /** The same, but the outer part of the stack is lost: what the thread did just before or after has to decide. */
        BROKEN,
        /** Neither, and the outer part of the stack is not known: nobody can tell. */
        CUT,
        /** No deployment's class, but one of the server. */
        SERVER,
        /** Nothing but JDK and native code: the thread has to decide. */
        NEUTRAL
    }

    private static final Verdict CUT = new Verdict(Rule.CUT, null, false);
    private static final Verdict SERVER = new Verdict(Rule.SERVER, null, false);
    private static final Verdict NEUTRAL = new Verdict(Rule.NEUTRAL, null, true);

    Verdict(Rule rule, Owner owner, boolean ownThread) {
        this(rule, owner, ownThread, List.of());
    }

    /** Whether samples that stay without owner are the server's only for want of an answer. */
    public boolean ambiguous() {
        return rule == Rule.SHARED || rule == Rule.BROKEN || rule == Rule.CUT;
    }

    /**
     * Whether it says the same about a thread as another. Not equals: that of a record, once called with a component of a type of ours,
     * is kept for ever by a cache of the JDK (MethodHandle.asType, up to JDK 19), and our class loader with it.
     */
    public boolean sameAs(Verdict other) {
        return other != null && rule == other.rule && owner == other.owner && ownThread == other.ownThread;
    }

    /**
     * @param claims of the frames, the leaf first
     */
    public static Verdict of(Claim[] claims) {
        for (Claim claim : claims) {
            if (claim.marker() && claim.owner() != null) {
                return new Verdict(Rule.MARKER, claim.owner(), false);
            }
        }
        boolean cut = false;
        boolean broken = false;
        boolean server = false;
        Claim shared = null;
        for (int i = claims.length - 1; i >= 0; i--) {
            Claim claim = claims[i];
            switch (claim.kind()) {
                case OWNED -> {
                    return new Verdict(Rule.CLASS, claim.owner(), !cut && !broken && !server && shared == null);
                }
                case CUT -> cut = true;
                case BROKEN -> broken = true;
                case SHARED -> shared = shared == null ? claim : shared;
                case SERVER -> server = true;
                default -> {}
            }
        }
        if (shared != null && !cut) {
            return new Verdict(broken ? Rule.BROKEN : Rule.SHARED, null, false, shared.owners());
        }
        return cut || broken ? CUT : server ? SERVER : NEUTRAL;
    }
}
