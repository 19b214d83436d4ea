package io.blackfire.conprof.attribution;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.blackfire.conprof.attribution.Verdict.Rule;
import io.blackfire.conprof.attribution.Verdict.ThreadOf;

import static org.assertj.core.api.Assertions.assertThat;

class AttributionTest {
    private static final Verdict NEUTRAL = new Verdict(Rule.NEUTRAL, null, ThreadOf.ANYBODY);
    private static final Verdict SERVER = new Verdict(Rule.SERVER, null, ThreadOf.NOBODY);

    private final Owner a = Fixtures.owner("a");
    private final Owner b = Fixtures.owner("b");
    private final Owner c = Fixtures.owner("c");
    private final Verdict shared = new Verdict(Rule.SHARED, null, ThreadOf.ONE_OF, List.of(a, b));
    private final Verdict broken = new Verdict(Rule.BROKEN, null, ThreadOf.ONE_OF, List.of(a, b));
    private final ThreadEvidence threads = new ThreadEvidence();

    private Attribution attribution(Map<Long, Owner> contextLoaders) {
        return new Attribution(new ClassOwnership(List.of(a, b)), contextLoaders, threads);
    }

    @Test
    void contextClassLoader_decidesWhatTheStackDoesNot() {
        Attribution attribution = attribution(Map.of(7L, a));
        assertThat(attribution.owner(7, shared)).isSameAs(a);
        assertThat(attribution.owner(7, NEUTRAL)).isSameAs(a);
        assertThat(attribution.owner(7, SERVER)).isNull();
        assertThat(attribution.owner(8, shared)).isNull();
        assertThat(attribution.owner(7, new Verdict(Rule.CLASS, b, ThreadOf.OWNER)))
                .isSameAs(b);
    }

    @Test
    void poolThatOnlyOneDeploymentUses_isItsOwnWhileParked() {
        Attribution attribution = attribution(Map.of());
        attribution.note(7, NEUTRAL);
        attribution.note(7, new Verdict(Rule.CLASS, a, ThreadOf.OWNER));
        assertThat(attribution.owner(7, NEUTRAL)).isSameAs(a);
    }

    @Test
    void poolThatRunsAnybodysCode_isNobodysOwn() {
        Attribution attribution = attribution(Map.of());
        Verdict ofA = new Verdict(Rule.CLASS, a, ThreadOf.OWNER);
        attribution.note(1, ofA);
        attribution.note(1, new Verdict(Rule.CLASS, b, ThreadOf.OWNER));
        attribution.note(2, ofA);
        attribution.note(2, SERVER);
        attribution.note(3, ofA);
        attribution.note(3, new Verdict(Rule.SHARED, null, ThreadOf.NOBODY, List.of(a, b)));
        attribution.note(4, new Verdict(Rule.MARKER, a, ThreadOf.NOBODY));
        attribution.note(5, new Verdict(Rule.CLASS, a, ThreadOf.NOBODY));
        assertThat(List.of(1L, 2L, 3L, 4L, 5L)).allSatisfy(thread -> assertThat(attribution.owner(thread, NEUTRAL))
                .isNull());
    }

    @Test
    void codeThatOthersHaveToo_provesNothingButMayDisprove() {
        Attribution attribution = attribution(Map.of());
        Verdict aOrB = new Verdict(Rule.SHARED, null, ThreadOf.ONE_OF, List.of(a, b));
        attribution.note(1, aOrB);
        assertThat(attribution.owner(1, NEUTRAL)).isNull();
        attribution.note(1, new Verdict(Rule.CLASS, a, ThreadOf.OWNER));
        attribution.note(1, aOrB);
        assertThat(attribution.owner(1, NEUTRAL)).isSameAs(a);
        attribution.note(1, new Verdict(Rule.SHARED, null, ThreadOf.ONE_OF, List.of(b)));
        assertThat(attribution.owner(1, NEUTRAL)).isNull();
    }

    @Test
    void codeThatOthersHaveToo_isWhoseOwnTheThreadIs() {
        Attribution attribution = attribution(Map.of(8L, c, 9L, c));
        attribution.note(7, new Verdict(Rule.CLASS, a, ThreadOf.OWNER));
        attribution.note(9, new Verdict(Rule.CLASS, b, ThreadOf.OWNER));
        assertThat(List.of(shared, broken)).allSatisfy(verdict -> {
            assertThat(attribution.owner(7, verdict)).isSameAs(a);
            assertThat(attribution.owner(8, verdict)).isNull();
            assertThat(attribution.owner(9, verdict)).isSameAs(b);
        });
        attribution.note(10, new Verdict(Rule.CLASS, c, ThreadOf.OWNER));
        assertThat(attribution.owner(10, shared)).isNull();
    }

    @Test
    void threadAtWorkBeforeItsDeploymentWasKnown_isItsOwnAfterwards() {
        Attribution attribution = attribution(Map.of());
        attribution.note(7, SERVER);
        threads.endPeriod(List.of(), List.of(a));
        threads.reconsider();
        attribution.note(7, new Verdict(Rule.CLASS, a, ThreadOf.OWNER));
        assertThat(attribution.owner(7, NEUTRAL)).isSameAs(a);
    }

    @Test
    void deploymentThatComesAgain_keepsItsThreadsWhileTheyWait() {
        Attribution attribution = attribution(Map.of());
        Owner again = Fixtures.owner("a");
        attribution.note(7, new Verdict(Rule.CLASS, a, ThreadOf.OWNER));
        threads.endPeriod(List.of(a), List.of(a, b, again));
        attribution.note(7, NEUTRAL);
        assertThat(attribution.owner(7, NEUTRAL)).isSameAs(again);
    }

    /** What is left of it may be a service of another deployment, called by the thread's own. */
    @Test
    void stackThatIsNotWhole_saysNothingOfTheThread() {
        Attribution attribution = attribution(Map.of());
        Verdict perhapsA = Verdict.of(new Claim[] {owned(a), Claim.BROKEN});
        attribution.note(1, perhapsA);
        assertThat(attribution.owner(1, NEUTRAL)).isNull();
        attribution.note(1, new Verdict(Rule.CLASS, a, ThreadOf.OWNER));
        attribution.note(1, perhapsA);
        attribution.note(1, Verdict.of(new Claim[] {owned(b), Claim.BROKEN}));
        assertThat(attribution.owner(1, NEUTRAL)).isSameAs(a);
    }

    private static Claim owned(Owner owner) {
        return new Claim(Claim.Kind.OWNED, List.of(owner));
    }

    @Test
    void calledByAClassThatIsGone_isTheThreadsElseTheCallees() {
        Attribution attribution = attribution(Map.of());
        Verdict callee = new Verdict(Rule.CALLEE, b, ThreadOf.ANYBODY);
        attribution.note(1, new Verdict(Rule.CLASS, a, ThreadOf.OWNER));
        attribution.note(1, callee);
        attribution.note(2, callee);
        assertThat(attribution.owner(1, callee)).isSameAs(a);
        assertThat(attribution.owner(1, NEUTRAL)).isSameAs(a);
        assertThat(attribution.owner(2, callee)).isSameAs(b);
        assertThat(attribution.owner(2, NEUTRAL)).isNull();
    }

    @Test
    void evidence_lastsWhileTheThreadLivesAndTheDeploymentIsThere() {
        Attribution attribution = attribution(Map.of());
        attribution.note(7, new Verdict(Rule.CLASS, a, ThreadOf.OWNER));
        threads.endPeriod(List.of(), List.of(a, b));
        attribution.note(7, NEUTRAL);
        assertThat(attribution.owner(7, NEUTRAL)).isSameAs(a);
        threads.endPeriod(List.of(a), List.of(a, b));
        assertThat(attribution.owner(7, NEUTRAL)).isNull();

        attribution.note(8, new Verdict(Rule.CLASS, a, ThreadOf.OWNER));
        threads.endPeriod(List.of(), List.of(a, b));
        threads.endPeriod(List.of(), List.of(a, b));
        assertThat(attribution.owner(8, NEUTRAL)).isNull();
    }
}
