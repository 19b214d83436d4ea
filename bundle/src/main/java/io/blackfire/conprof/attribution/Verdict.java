package io.blackfire.conprof.attribution;

import java.util.Arrays;
import java.util.List;

/**
 * What a whole stack says about the owner of its samples; computed once for each distinct stack.
 *
 * @param rule what decided
 * @param owner the owner, when a marker or a class decided
 * @param thread what it says about whose own the thread is
 * @param candidates whose it can only be, for {@link Rule#SHARED} and {@link Rule#BROKEN}
 */
public record Verdict(Rule rule, Owner owner, ThreadOf thread, List<Owner> candidates) {

    /** What decides, in this order. */
    public enum Rule {
        /** The innermost marker frame. */
        MARKER,
        /** The outermost class that exactly one deployment owns; one of its libraries only where it is alone. */
        CLASS,
        /** The same, but a class that is unloaded called it: the owner of the thread if it is one's own, else the class's. */
        CALLEE,
        /** No such class, but one that several own: the thread has to decide. */
        SHARED,
        /** The same, but the outer part of the stack is lost: what the thread did just before or after has to decide. */
        BROKEN,
        /** Neither, and the outer part of the stack is lost: the thread has to decide, if it can. */
        LOST,
        /** Neither, and the outer part of the stack is not known: nobody can tell. */
        CUT,
        /** No deployment's class, but one of the server. */
        SERVER,
        /** Nothing but code of the JDK and of libraries, and what those call: the thread has to decide. */
        NEUTRAL
    }

    /** What a stack says about whose own its thread is. */
    public enum ThreadOf {
        /** The owner's: nobody's code called the owner's that was not, or may not have been, its own. */
        OWNER,
        /** One of the candidates' or nobody's: what called that code is not known for certain. */
        ONE_OF,
        /** Nobody's: more than one works there. */
        NOBODY,
        /** Nothing. */
        ANYBODY
    }

    private static final Verdict LOST = new Verdict(Rule.LOST, null, ThreadOf.ANYBODY);
    private static final Verdict CUT = new Verdict(Rule.CUT, null, ThreadOf.ANYBODY);
    private static final Verdict SERVER = new Verdict(Rule.SERVER, null, ThreadOf.NOBODY);
    private static final Verdict NEUTRAL = new Verdict(Rule.NEUTRAL, null, ThreadOf.ANYBODY);

    Verdict(Rule rule, Owner owner, ThreadOf thread) {
        this(rule, owner, thread, List.of());
    }

    /** Whether samples that stay without owner are the server's only for want of an answer. */
    public boolean ambiguous() {
        return rule == Rule.SHARED || rule == Rule.BROKEN || rule == Rule.LOST || rule == Rule.CUT;
    }

    /** Whether it leaves open that it is this owner's, or another module's or life of the same deployment. */
    public boolean mayBe(Owner other) {
        return owner == null
                ? candidates.stream().anyMatch(candidate -> candidate.sameDeployment(other))
                : owner.sameDeployment(other);
    }

    /**
     * Whether it says the same about a thread as another. Not equals: that of a record, once called with a component of a type of ours,
     * is kept for ever by a cache of the JDK (MethodHandle.asType, up to JDK 19), and our class loader with it.
     */
    public boolean sameAs(Verdict other) {
        return other != null
                && rule == other.rule
                && owner == other.owner
                && thread == other.thread
                && candidates == other.candidates;
    }

    /**
     * @param claims of the frames, the leaf first
     */
    public static Verdict of(Claim[] claims) {
        for (Claim claim : claims) {
            if (claim.marker() && claim.owner() != null) {
                return new Verdict(Rule.MARKER, claim.owner(), ThreadOf.NOBODY);
            }
        }
        Verdict verdict = byClasses(claims);
        boolean carried = Arrays.stream(claims).anyMatch(claim -> claim.kind() == Claim.Kind.CARRIER);
        return carried ? new Verdict(verdict.rule, verdict.owner, ThreadOf.ANYBODY, verdict.candidates) : verdict;
    }

    private static Verdict byClasses(Claim[] claims) {
        boolean incomplete = false;
        boolean unloaded = false;
        boolean cut = false;
        boolean server = false;
        boolean fromLibrary = false;
        Verdict shared = null;
        Verdict ofLibrary = null;
        for (int i = claims.length - 1; i >= 0; i--) {
            Claim claim = claims[i];
            switch (claim.kind()) {
                case OWNED -> {
                    return byClass(claim.owner(), incomplete, unloaded, server, shared);
                }
                case LIBRARY -> {
                    if (claim.owner() == null) {
                        // the server's code that it calls works for whoever it works for itself
                        fromLibrary |= !server;
                    } else if (ofLibrary == null) {
                        ofLibrary = byClass(claim.owner(), incomplete, unloaded, server, shared);
                    }
                }
                case CUT, BROKEN -> {
                    incomplete = true;
                    cut |= claim.kind() == Claim.Kind.CUT;
                }
                case UNLOADED -> {
                    incomplete = true;
                    unloaded = true;
                }
                case SHARED -> {
                    if (shared == null) {
                        ThreadOf thread = incomplete ? ThreadOf.ANYBODY : ThreadOf.ONE_OF;
                        shared = new Verdict(
                                incomplete ? Rule.BROKEN : Rule.SHARED,
                                null,
                                server ? ThreadOf.NOBODY : thread,
                                claim.owners());
                    }
                }
                // what a deployment calls, gone or not, works for it
                case SERVER -> server |= !fromLibrary && !unloaded;
                default -> {}
            }
        }
        if (ofLibrary != null) {
            return ofLibrary;
        }
        if (shared != null && !cut) {
            return shared;
        }
        if (incomplete) {
            return cut || server ? CUT : LOST;
        }
        return server ? SERVER : NEUTRAL;
    }

    private static Verdict byClass(Owner owner, boolean incomplete, boolean unloaded, boolean server, Verdict shared) {
        if (unloaded) {
            return new Verdict(Rule.CALLEE, owner, server ? ThreadOf.NOBODY : ThreadOf.ANYBODY);
        }
        // what called it may be another deployment, whose thread it is
        ThreadOf thread = incomplete ? ThreadOf.ANYBODY : ThreadOf.OWNER;
        boolean others = server || shared != null && !shared.mayBe(owner);
        return new Verdict(Rule.CLASS, owner, others ? ThreadOf.NOBODY : thread);
    }
}
